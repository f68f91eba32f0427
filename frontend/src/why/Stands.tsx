import { useWords } from "../words";
import type { Awaited, Waits, Why } from "./api";
import { type Clock, clockText, elapsedText, momentIn, ownZone, secondsBetween } from "./time";

/** Where the person is now, as a sentence, with what is waited for and until when. */
export function Stands({ why, clock }: { why: Why; clock: Clock }) {
  const t = useWords();
  const { stands } = why;
  return (
    <div className="stands" data-testid="stands">
      <p className="stands-text">
        {stands.waits ? t("standsWaits", { step: stands.node_name }) : stands.sentence[t.language]}
      </p>
      {stands.waits ? (
        <Awaiting waits={stands.waits} clock={clock} now={why.now} />
      ) : (
        stands.until && <Until at={stands.until} clock={clock} now={why.now} />
      )}
    </div>
  );
}

type AwaitingProps = { waits: Waits; clock: Clock; now?: string; isPast?: boolean };

/** What is waited for: each alternative, when it falls due, and which way it leads. */
export function Awaiting({ waits, clock, now, isPast = false }: AwaitingProps) {
  const t = useWords();
  return (
    <div className="awaiting">
      <ul>
        {waits.alternatives.map((one) => (
          <Alternative key={one.key} awaited={one} clock={clock} now={now} />
        ))}
      </ul>
      {!isPast && (
        <p className="muted">
          {t("latestLeave", { moment: clockText(waits.expires_at, t.language, clock) })}
        </p>
      )}
    </div>
  );
}

type AlternativeProps = { awaited: Awaited; clock: Clock; now: string | undefined };

function Alternative({ awaited, clock, now }: AlternativeProps) {
  const t = useWords();
  return (
    <li className="alternative">
      <span>
        {awaited.words[t.language]}
        <span className="muted"> → {awaited.name[t.language]}</span>
      </span>
      {awaited.due_at && <Until at={awaited.due_at} clock={clock} now={now} />}
    </li>
  );
}

type UntilProps = { at: string; clock: Clock; now: string | undefined };

/** A moment by the journey's clock, its zone named, and how long it is until then. */
function Until({ at, clock, now }: UntilProps) {
  const t = useWords();
  const left = now === undefined ? null : secondsBetween(now, at);
  return (
    <span className="until" data-testid="until">
      <time dateTime={at}>
        {momentIn(at, t.language, clock.zone)} ({clock.zone ?? ownZone()})
      </time>
      {left !== null && left > 0 && (
        <span className="muted"> {t("inTime", { length: elapsedText(left, t) })}</span>
      )}
    </span>
  );
}
