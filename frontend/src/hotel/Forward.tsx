import { useEffect } from "react";
import { Button, Popover } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords, type WordKey } from "../words";
import { hotel } from "./api";
import { forward, SPANS } from "./play";
import { setClock, useHotel } from "./store";
import { hotelTime, lengthText, nowBy } from "./time";

const LOOK = 1_000;
const NAMES: Record<string, WordKey> = {
  PT1H: "hotelByHour",
  PT6H: "hotelBySixHours",
  P1D: "hotelByDay",
};

/** To the next moment at which someone is due, or on by a span. */
export function Forward({ isBlocked, reason }: { isBlocked: boolean; reason: string }) {
  const t = useWords();
  const isBusy = useHotel((now) => now.busy === "forward");
  return (
    <Popover
      label={t("hotelForward")}
      button={(toggle, isOpen) => (
        <Button
          disabled={isBlocked}
          title={reason}
          aria-expanded={isOpen}
          aria-busy={isBusy}
          data-testid="forward"
          onClick={toggle}
        >
          <Icon name="forward" size={14} />
          {t("hotelForward")}
        </Button>
      )}
    >
      {(close) => <Choices close={close} />}
    </Popover>
  );
}

function Choices({ close }: { close: () => void }) {
  const t = useWords();
  useEffect(() => {
    // People come to wait while one looks.
    const look = () => void hotel.clock().then(setClock, () => undefined);
    look();
    const timer = setInterval(look, LOOK);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="hotel-choices">
      <Next close={close} />
      {Object.keys(SPANS).map((by) => (
        <button
          key={by}
          type="button"
          className="hotel-choice"
          data-testid={`forward:${by}`}
          onClick={() => {
            close();
            void forward({ by });
          }}
        >
          {t(NAMES[by] as WordKey)}
        </button>
      ))}
    </div>
  );
}

function Next({ close }: { close: () => void }) {
  const t = useWords();
  const clock = useHotel((now) => now.clock);
  const readAt = useHotel((now) => now.clockAt);
  if (!clock?.next) return <p className="hotel-none">{t("hotelNobodyWaits")}</p>;
  const due = Date.parse(clock.next);
  const there = hotelTime(due, clock.zone, t.language);
  const seconds = (due - nowBy(clock, readAt, Date.now())) / 1000;
  return (
    <button
      type="button"
      className="hotel-choice"
      data-testid="forward:next"
      onClick={() => {
        close();
        void forward({ to: "next" });
      }}
    >
      {t("hotelNext")}
      <span className="muted">
        {there.day}, {there.time} · {t("hotelIn", { length: lengthText(seconds, t.language) })}
      </span>
    </button>
  );
}
