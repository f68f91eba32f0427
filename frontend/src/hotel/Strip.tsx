import { useEffect, useState } from "react";
import { useDesigner } from "../store/designer";
import { Button, IconButton, Popover } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import type { Demo } from "./api";
import { Forward } from "./Forward";
import { goOn, pauseDay, playDay, readHotel, reset, stopDay, watch } from "./play";
import { SendEvent } from "./SendEvent";
import { openMessages, openStrip, useHotel, useShowsMessages } from "./store";
import { cityOf, hotelTime, lengthText, nowBy } from "./time";

/** Below the header of a journey of the demonstration: the day, an event, the clock, and a way back. */
export function Strip() {
  const t = useWords();
  const journey = useDesigner((now) => now.journey?.id);
  const demo = useHotel((now) => now.demo);
  const isOpen = useHotel((now) => now.isOpen);
  useEffect(() => {
    // Where it cannot be read there is no strip: the designer does not need it.
    if (journey) readHotel(journey).catch(() => undefined);
  }, [journey]);
  if (!demo) return null;
  if (isOpen) return <Open demo={demo} />;
  return (
    <button
      type="button"
      className="hotel-again"
      data-testid="hotel-open"
      onClick={() => openStrip(true)}
    >
      <Icon name="play" size={14} />
      {t("hotelPlayIt")}
    </button>
  );
}

function Open({ demo }: { demo: Demo }) {
  const t = useWords();
  const isBusy = useHotel((now) => now.busy !== null);
  const playing = useHotel((now) => now.playing);
  const isPlayed = playing === "playing" || playing === "paused";
  const reason = demo.may_play ? demo.why_no_clock : t("hotelMayNotPlay");
  return (
    <section className="hotel" aria-label={t("hotel")} data-testid="hotel">
      <div className="hotel-row">
        <Says />
        <TimeThere />
        <div className="hotel-tools">
          <Day isBlocked={reason !== "" || isBusy} reason={reason} />
          <SendEvent demo={demo} isBlocked={!demo.may_play} />
          <Forward isBlocked={reason !== "" || isBusy || isPlayed} reason={reason} />
          <Reset isBlocked={reason !== "" || isBusy} reason={reason} />
          <MessagesSwitch />
          <IconButton icon="x" label={t("hotelClose")} onClick={() => openStrip(false)} />
        </div>
      </div>
      {reason && <p className="hotel-note">{reason}</p>}
      <Trouble />
      <Progress of={demo.day.length} />
    </section>
  );
}

/** What happens on the day just now; before it, what this is. */
function Says() {
  const t = useWords();
  const says = useHotel((now) => now.says);
  const playing = useHotel((now) => now.playing);
  const text = says?.[t.language] ?? t(playing === "playing" ? "hotelBegins" : "hotelText");
  return (
    <p className="hotel-says">
      <span className="hotel-sign" aria-hidden="true">
        M
      </span>
      <span className="hotel-words">
        <strong>{t("hotelName")}</strong>
        <span role="status" data-testid="hotel-says">
          {text}
        </span>
      </span>
    </p>
  );
}

function TimeThere() {
  const t = useWords();
  const clock = useHotel((now) => now.clock);
  const readAt = useHotel((now) => now.clockAt);
  const present = usePresent();
  if (!clock) return null;
  const there = hotelTime(nowBy(clock, readAt, Math.max(present, readAt)), clock.zone, t.language);
  const ahead = clock.offset_seconds;
  return (
    <p className="hotel-time" data-testid="hotel-time" title={t("hotelClockTitle")}>
      <strong>{there.time}</strong>
      <span>
        <span>
          {there.day} · {cityOf(clock.zone)}
        </span>
        {ahead > 30 && (
          <span className="hotel-ahead">
            {t("hotelAhead", { length: lengthText(ahead, t.language) })}
          </span>
        )}
      </span>
    </p>
  );
}

/** This machine's time, anew each second. */
export function usePresent(): number {
  const [present, setPresent] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setPresent(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return present;
}

type Blocked = { isBlocked: boolean; reason: string };

function Day({ isBlocked, reason }: Blocked) {
  const t = useWords();
  const playing = useHotel((now) => now.playing);
  if (playing === "no" || playing === "over") {
    return (
      <Button
        look="primary"
        disabled={isBlocked}
        title={reason}
        data-testid="play-day"
        onClick={() => void playDay()}
      >
        <Icon name="play" size={14} />
        {t(playing === "over" ? "hotelPlayAgain" : "hotelPlay")}
      </Button>
    );
  }
  const isHeld = playing === "paused";
  return (
    <>
      <Button look="primary" data-testid="pause-day" onClick={isHeld ? goOn : pauseDay}>
        <Icon name={isHeld ? "play" : "pause"} size={14} />
        {t(isHeld ? "hotelGoOn" : "hotelPause")}
      </Button>
      <Button data-testid="stop-day" onClick={stopDay}>
        {t("hotelStop")}
      </Button>
    </>
  );
}

function Reset({ isBlocked, reason }: Blocked) {
  const t = useWords();
  return (
    <Popover
      label={t("hotelReset")}
      button={(toggle, isOpen) => (
        <Button
          disabled={isBlocked}
          title={reason}
          aria-expanded={isOpen}
          data-testid="reset"
          onClick={toggle}
        >
          <Icon name="reset" size={14} />
          {t("hotelReset")}
        </Button>
      )}
    >
      {(close) => (
        <div className="hotel-confirm">
          <p>{t("hotelResetText")}</p>
          <Button
            look="danger"
            data-testid="reset-confirm"
            onClick={() => {
              close();
              void reset();
            }}
          >
            {t("hotelResetDo")}
          </Button>
        </div>
      )}
    </Popover>
  );
}

function MessagesSwitch() {
  const t = useWords();
  const isWatching = useDesigner((now) => now.mode === "live");
  const isShown = useShowsMessages();
  const count = useHotel((now) => now.messages.length);
  const change = async () => {
    if (!isWatching) await watch();
    openMessages(!isShown);
  };
  return (
    <Button
      aria-pressed={isShown}
      data-testid="hotel-messages"
      onClick={() => void change()}
      title={t(isShown ? "hotelHideMessages" : "hotelShowMessages")}
    >
      <Icon name="message" size={14} />
      {t("messages")} <span className="hotel-count">{count}</span>
    </Button>
  );
}

/** What went wrong, and where the clock would go on for others too, the choice. */
function Trouble() {
  const t = useWords();
  const trouble = useHotel((now) => now.trouble);
  if (!trouble) return null;
  const forget = () => useHotel.setState({ trouble: null });
  return (
    <div className="hotel-trouble" role="alert">
      <span>{trouble.text}</span>
      {trouble.again && (
        <Button
          onClick={() => {
            forget();
            trouble.again?.();
          }}
        >
          {t("hotelForThemToo")}
        </Button>
      )}
      <IconButton icon="x" label={t("close")} onClick={forget} />
    </div>
  );
}

function Progress({ of }: { of: number }) {
  const playing = useHotel((now) => now.playing);
  const beat = useHotel((now) => now.beat);
  if (playing === "no") return null;
  return (
    <div className="hotel-progress" aria-hidden="true">
      <span style={{ width: `${(beat / of) * 100}%` }} />
    </div>
  );
}
