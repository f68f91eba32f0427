import type { Message } from "../api/types";
import { useWords } from "../words";
import { usePresent } from "./Strip";
import { useHotel } from "./store";
import { hotelTime, nowBy } from "./time";

type Props = { messages: Message[]; fresh: Set<string> };

/** A locked phone with its notifications, the newest on top. */
export function Phone({ messages, fresh }: Props) {
  const t = useWords();
  return (
    <section className="phone" aria-label={t("hotelPhone")} data-testid="hotel-phone">
      <LockClock />
      {messages.length === 0 && <p className="phone-none">{t("hotelNoPush")}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <ul className="phone-list" tabIndex={0} aria-label={t("hotelPhone")}>
        {messages.map((one) => (
          <Notification key={one.id} message={one} isFresh={fresh.has(one.id)} />
        ))}
      </ul>
    </section>
  );
}

function LockClock() {
  const t = useWords();
  const clock = useHotel((now) => now.clock);
  const readAt = useHotel((now) => now.clockAt);
  const present = usePresent();
  if (!clock) return null;
  const there = hotelTime(nowBy(clock, readAt, Math.max(present, readAt)), clock.zone, t.language);
  return (
    <p className="phone-clock" aria-hidden="true">
      <span>{there.day}</span>
      <strong>{there.time}</strong>
    </p>
  );
}

function Notification({ message, isFresh }: { message: Message; isFresh: boolean }) {
  const t = useWords();
  const zone = useHotel((now) => now.clock?.zone ?? "UTC");
  const { time } = hotelTime(Date.parse(message.at), zone, t.language);
  return (
    <li className={`notification ${isFresh ? "fresh" : ""}`} data-testid="notification">
      <p className="notification-head">
        <span className="notification-app" aria-hidden="true">
          M
        </span>
        <span>{t("hotelName")}</span>
        <time dateTime={message.at}>{time}</time>
      </p>
      {message.subject && <h3>{message.subject}</h3>}
      <p>{message.text}</p>
      <p className="notification-to">
        {t("hotelTo", { to: message.to })} · {message.journey_name}
      </p>
    </li>
  );
}
