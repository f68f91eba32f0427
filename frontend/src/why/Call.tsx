import { useWords, type WordKey } from "../words";
import { en } from "../words/en";
import type { Attempt, CallTold, Request } from "./api";
import { Json } from "./Json";
import { type Clock, timeText } from "./time";
import { isLarge, valueText } from "./value";

/** What was asked, or would be: of a web address, of a mailbox, or of a channel. */
export function RequestTold({ request }: { request: Request }) {
  const t = useWords();
  if (request.method) return <WebRequest request={request} />;
  return (
    <div className="letter">
      <p className="letter-to">
        {request.channel && <span className="chip">{channelName(request.channel, t)}</span>}
        <span className="muted">{t("toWhom")}</span> <span>{recipientOf(request)}</span>
      </p>
      {request.subject && <strong>{request.subject}</strong>}
      {request.text && <p className="letter-text">{request.text}</p>}
    </div>
  );
}

function channelName(channel: string, t: (key: WordKey) => string): string {
  const key = `channel_${channel}`;
  return key in en ? t(key as WordKey) : channel;
}

function recipientOf({ recipient, to }: Request): string {
  return recipient ?? (Array.isArray(to) ? to.join(", ") : (to ?? ""));
}

function WebRequest({ request }: { request: Request }) {
  const t = useWords();
  const query = new URLSearchParams(request.query ?? []).toString();
  return (
    <>
      <p className="web-request">
        <strong>{request.method}</strong> {request.path}
        {query && `?${decodeURIComponent(query.replaceAll("+", " "))}`}
      </p>
      {request.body !== null && request.body !== undefined && (
        <Json value={request.body} label={t("requestBody")} />
      )}
    </>
  );
}

/** Each attempt with its time, status and length, and what was answered. */
export function Attempts({ call, clock }: { call: CallTold; clock: Clock }) {
  const t = useWords();
  return (
    <>
      <ol className="attempts">
        {call.attempts.map((one, at) => (
          <li key={`${one.at} ${one.status}`} className={one.error ? "bad" : "good"}>
            <AttemptLine attempt={one} number={at + 1} of={call.attempts.length} clock={clock} />
          </li>
        ))}
      </ol>
      {call.answer !== null && call.answer !== undefined && <Answer value={call.answer} />}
      {call.ok === null && <p className="muted">{t("underWay")}</p>}
    </>
  );
}

type LineProps = { attempt: Attempt; number: number; of: number; clock: Clock };

function AttemptLine({ attempt, number, of, clock }: LineProps) {
  const t = useWords();
  return (
    <>
      {of > 1 && <span className="muted">{t("attempt", { n: number })}</span>}
      <time dateTime={attempt.at}>{timeText(attempt.at, t.language, clock.zone)}</time>
      <strong>{attempt.status ?? t(attempt.error ? "callFailed" : "callDone")}</strong>
      {attempt.ms !== null && <span className="muted">{t("unitMs", { n: attempt.ms })}</span>}
      {attempt.message && <span className="attempt-message">{attempt.message}</span>}
    </>
  );
}

function Answer({ value }: { value: unknown }) {
  const t = useWords();
  if (typeof value !== "object" || value === null || isDeep(value)) {
    return <Json value={value} label={t("answer")} />;
  }
  return (
    <p className="answer">
      <span className="muted">{t("answer")}</span>{" "}
      {Object.entries(value).map(([name, one]) => (
        <span key={name} className="pair-told">
          {name} <strong>{valueText(one, t)}</strong>
        </span>
      ))}
    </p>
  );
}

/** Too much for a line. */
function isDeep(value: object): boolean {
  const parts = Object.values(value);
  return parts.length === 0 || parts.length > 4 || parts.some((one) => isLarge(one));
}
