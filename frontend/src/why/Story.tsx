import { useEffect, useRef } from "react";
import { Icon, type IconName } from "../ui/Icon";
import { useWords } from "../words";
import { adviceWord } from "./advice";
import type { CallTold, EventTold, Fault, WhyStep } from "./api";
import { Attempts, RequestTold } from "./Call";
import { NodeReasons } from "./Expression";
import { Json } from "./Json";
import { Awaiting } from "./Stands";
import type { Chapter, Entry } from "./story";
import { type Clock, clockText, dayOf, dayText, elapsedText, timeText } from "./time";

/** How the rows of a story behave: chosen beside a canvas, or links to one. */
export type Choosing =
  | { chosen: string | null; choose: (entry: Entry) => void }
  | { hrefOf: (entry: Entry) => string };

type Props = { told: Chapter[]; clock: Clock; choosing: Choosing };

/** What happened, oldest first: each with its time, its reasons, and what was called. */
export function Story({ told, clock, choosing }: Props) {
  const t = useWords();
  return (
    <ol className="story" aria-label={t("whatHappened")}>
      {told.map((chapter, at) => (
        <Happening
          key={chapter.step.id}
          chapter={chapter}
          day={dayBefore(chapter, told[at - 1], clock)}
          clock={clock}
          choosing={choosing}
        />
      ))}
    </ol>
  );
}

/** The day where it is another one than before. */
function dayBefore({ step }: Chapter, before: Chapter | undefined, { zone }: Clock) {
  const day = dayOf(Date.parse(step.at), zone);
  return before && dayOf(Date.parse(before.step.at), zone) === day ? null : step.at;
}

type HappeningProps = {
  chapter: Chapter;
  day: string | null;
  clock: Clock;
  choosing: Choosing;
};

function Happening({ chapter, day, clock, choosing }: HappeningProps) {
  const t = useWords();
  const { step, entries, since } = chapter;
  return (
    <li
      className={`happening by-${step.by} ${step.error ? "bad" : ""}`}
      data-testid={`why:${step.id}`}
    >
      {day && <p className="story-day">{dayText(day, t.language, clock.zone)}</p>}
      <p className="happening-head">
        <time dateTime={step.at} title={clockText(step.at, t.language, clock)}>
          {timeText(step.at, t.language, clock.zone)}
        </time>
        {since !== null && since >= 0.001 && (
          <span className="since">+{elapsedText(since, t)}</span>
        )}
      </p>
      <p className="happening-text">
        <Icon name={iconOf(step)} size={15} /> {step.sentence[t.language]}
      </p>
      <Came step={step} clock={clock} />
      <ol className="passed">
        {entries.map(
          (entry) =>
            entry.node && <Row key={entry.id} entry={entry} clock={clock} choosing={choosing} />,
        )}
      </ol>
      {step.error && <Failure error={step.error} said={step.answer?.error ? step.answer : null} />}
    </li>
  );
}

const ICONS: Partial<Record<WhyStep["by"], IconName>> = {
  entered: "zap",
  arrived: "zap",
  later: "zap",
  woke: "clock",
  answered: "message",
  retried: "redo",
  ended: "flag",
};

function iconOf(step: WhyStep): IconName {
  return step.error || step.answer?.error ? "alert" : (ICONS[step.by] ?? "alert");
}

/** What came: an event with its payload, or an answer with its attempts. */
function Came({ step, clock }: { step: WhyStep; clock: Clock }) {
  const t = useWords();
  return (
    <>
      {step.event && <Event event={step.event} />}
      {step.answer && step.answer.attempts.length > 0 && (
        <Attempts call={step.answer} clock={clock} />
      )}
      {step.entry && (
        <div className="entry-told">
          <p className="muted">{t("entryOnlyIf")}</p>
          <NodeReasons
            node={{ ...NO_NODE, node: step.entry.node, expressions: step.entry.expressions }}
            clock={clock}
          />
        </div>
      )}
    </>
  );
}

const NO_NODE = {
  name: "",
  type: "entry",
  words: { en: "", ko: "" },
  port: null,
  port_name: null,
  to: null,
};

function Event({ event }: { event: EventTold }) {
  const t = useWords();
  if (event.data === undefined) return <p className="muted">{t("whyEventGone")}</p>;
  return (
    <div className="payload">
      <Json value={event.data} label={t("whyPayload")} />
    </div>
  );
}

type RowProps = { entry: Entry; clock: Clock; choosing: Choosing };

/** A step that was passed, or where the person stayed. */
function Row({ entry, clock, choosing }: RowProps) {
  const { node, step, isStay } = entry;
  if (!node) return null;
  const isChosen = "chosen" in choosing && choosing.chosen === entry.id;
  return (
    <li
      className={`passage ${node.type} ${isChosen ? "is-chosen" : ""}`}
      data-testid={`passage:${node.node}`}
    >
      <Head entry={entry} isChosen={isChosen} choosing={choosing} />
      <div className="passage-body">
        {!(isStay && node.type === "condition") && <NodeReasons node={node} clock={clock} />}
        {isStay && step.call && <Asked step={step} clock={clock} />}
        {isStay && step.waits && node.type === "wait" && (
          <Awaiting waits={step.waits} clock={clock} isPast />
        )}
      </div>
    </li>
  );
}

type HeadProps = { entry: Entry; isChosen: boolean; choosing: Choosing };

function Head({ entry, isChosen, choosing }: HeadProps) {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isChosen) ref.current?.closest("li")?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  const face = <Face entry={entry} />;
  if ("hrefOf" in choosing) {
    return (
      <a className="passage-head" href={choosing.hrefOf(entry)}>
        {face}
      </a>
    );
  }
  return (
    <button
      ref={ref}
      type="button"
      className="passage-head"
      aria-current={isChosen ? "step" : undefined}
      data-entry={entry.id}
      onClick={() => choosing.choose(entry)}
    >
      {face}
    </button>
  );
}

const TYPE_ICONS: Record<string, [IconName, string]> = {
  entry: ["zap", "event"],
  condition: ["split", "flow"],
  split: ["shuffle", "flow"],
  wait: ["clock", "flow"],
  action: ["send", "action"],
  end: ["flag", "end"],
};

function Face({ entry: { node, step, waited, isStay } }: { entry: Entry }) {
  const t = useWords();
  if (!node) return null;
  const [icon, tone] = TYPE_ICONS[node.type] ?? ["flag", "end"];
  return (
    <>
      <span className={`tile small ${tone}`}>
        <Icon name={icon} size={14} />
      </span>
      <span className="passage-name">
        {node.name}
        {node.port && node.port !== "next" && (
          <span className="passage-port"> → {node.port_name?.[t.language]}</span>
        )}
      </span>
      {waited !== null && waited >= 1 && (
        <span className="since">{t("afterTime", { length: elapsedText(waited, t) })}</span>
      )}
      {isStay && (
        <span className={`stays ${step.error ? "bad" : ""}`}>
          {t(step.error ? "staysStopped" : (STAYS[node.type] ?? "staysBusy"))}
        </span>
      )}
    </>
  );
}

const STAYS: Record<string, "staysWaits" | "staysAsks" | "staysSends"> = {
  wait: "staysWaits",
  condition: "staysAsks",
  action: "staysSends",
};

/** What was asked from a step; what came of it is told where the answer came. */
function Asked({ step, clock }: { step: WhyStep; clock: Clock }) {
  const { call } = step;
  if (!call) return null;
  return (
    <div className="asked">
      <p className="muted">{call.name}</p>
      {call.request && <RequestTold request={call.request} />}
      {call.ok === null && <Attempts call={call} clock={clock} />}
    </div>
  );
}

type FailureProps = { error: Fault; said: CallTold | null };

/** What went wrong at a step, unless the sentence above says it, and what one can do. */
function Failure({ error, said }: FailureProps) {
  const t = useWords();
  const text = said
    ? said.detail?.[t.language]
    : (error.words?.[t.language] ?? error.message ?? error.code);
  return (
    <div className="failure" role="note">
      {text && <strong>{text}</strong>}
      <p>{t(adviceWord(error))}</p>
    </div>
  );
}
