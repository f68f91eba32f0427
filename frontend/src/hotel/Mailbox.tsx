import type { Message } from "../api/types";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { useHotel } from "./store";
import { hotelTime } from "./time";

type Props = { messages: Message[]; fresh: Set<string> };

/** A window with mails, the newest on top. */
export function Mailbox({ messages, fresh }: Props) {
  const t = useWords();
  return (
    <section className="mailbox" aria-label={t("hotelMailbox")} data-testid="hotel-mailbox">
      <p className="mailbox-title">
        <Icon name="mail" size={14} />
        {t("hotelMailbox")}
        <span className="muted">{messages.length > 0 && messages.length}</span>
      </p>
      {messages.length === 0 && <p className="mailbox-none">{t("hotelNoMail")}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <ul className="mailbox-list" tabIndex={0} aria-label={t("hotelMailbox")}>
        {messages.map((one) => (
          <Mail key={one.id} message={one} isFresh={fresh.has(one.id)} />
        ))}
      </ul>
    </section>
  );
}

function Mail({ message, isFresh }: { message: Message; isFresh: boolean }) {
  const t = useWords();
  const zone = useHotel((now) => now.clock?.zone ?? "UTC");
  const { time } = hotelTime(Date.parse(message.at), zone, t.language);
  return (
    <li className={`mail ${isFresh ? "fresh" : ""}`} data-testid="mail">
      <p className="mail-head">
        <span className="mail-face" aria-hidden="true">
          M
        </span>
        <span className="mail-names">
          <strong>{t("hotelName")}</strong>
          <span className="muted">{t("hotelTo", { to: message.to })}</span>
        </span>
        <time dateTime={message.at}>{time}</time>
      </p>
      <h3>{message.subject}</h3>
      <p className="mail-body">{message.text}</p>
    </li>
  );
}
