import { useEffect, useRef } from "react";
import { kindOf } from "../nodes";
import { useCatalog, useDocument } from "../store/designer";
import { Tile } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { elapsedText } from "../why/time";
import { useWords } from "../words";
import { Details } from "./Details";
import { type Frame, secondsBetween } from "./frames";
import { shortMoment } from "./moments";
import { goTo, shownOf, useTesting } from "./store";

/** The way, one line a step; the one that is looked at is open. */
export function Story() {
  const frames = useTesting((now) => now.frames);
  const at = useTesting(shownOf);
  return (
    <ol className="test-story">
      {frames.map((frame, index) => (
        <Line
          key={frame.id}
          frame={frame}
          index={index}
          isShown={index === at}
          isAhead={index > at}
        />
      ))}
      <Ending />
    </ol>
  );
}

type LineProps = { frame: Frame; index: number; isShown: boolean; isAhead: boolean };

function Line({ frame, index, isShown, isAhead }: LineProps) {
  const t = useWords();
  const box = useRef<HTMLLIElement>(null);
  const from = useTesting((now) => now.frames[0]?.at ?? frame.at);
  const { told, step } = frame;
  const answer = useTesting((now) => now.answer);
  useEffect(() => {
    if (!isShown) return;
    const line = box.current?.querySelector("button");
    // Whoever goes along the lines by keys takes the focus along.
    if (document.activeElement?.matches(".story-line")) line?.focus({ preventScroll: true });
    box.current?.scrollIntoView?.({ block: "nearest" });
    line?.scrollIntoView?.({ block: "nearest" });
  }, [isShown]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer may have taken a form away
  useEffect(() => {
    // What had the focus may be gone with the choice that was made: its place is here.
    const isLost = document.activeElement === document.body;
    if (isShown && isLost) box.current?.querySelector("button")?.focus({ preventScroll: true });
  }, [answer]);
  const look = [
    "story-step",
    isShown ? "shown" : "",
    isAhead ? "ahead" : "",
    frame.isFailed ? "is-failed" : "",
  ].join(" ");
  return (
    <li ref={box} className={look} data-step={frame.node}>
      <button
        type="button"
        className="story-line"
        aria-expanded={isShown}
        aria-current={isShown ? "step" : undefined}
        onClick={() => goTo(index)}
      >
        <StepTile node={frame.node} />
        <span className="story-text">
          <strong>{told.name}</strong>
          <span className="story-out">{outcome(frame, t)}</span>
        </span>
        <span className="story-time">
          {frame.since >= 1 && (
            <span className="story-since">+{elapsedText(Math.round(frame.since), t)}</span>
          )}
          {shortMoment(frame.at, from, t.language, step.zone)}
        </span>
      </button>
      {isShown && <Details frame={frame} index={index} />}
    </li>
  );
}

function StepTile({ node }: { node: string }) {
  const catalog = useCatalog();
  const step = useDocument().graph.nodes[node];
  if (!step) return <Tile tone="end" icon="x" />;
  const kind = kindOf(step);
  return <Tile tone={kind.tone(step as never)} icon={kind.icon(step as never, catalog)} />;
}

/** Where it went from a step, in a word. */
function outcome(frame: Frame, t: ReturnType<typeof useWords>): string {
  if (frame.isFailed) return t("testStops");
  if (frame.waits) return t("run_waiting");
  const { port, port_name, type } = frame.told;
  if (type === "entry") return frame.step.event?.type_name ?? "";
  if (type === "end") return t("testEnds");
  if (port === null)
    return frame.sent ? t(frame.sent.of === "action" ? "run_calling" : "run_looking_up") : "";
  if (frame.sent?.of === "action" && port === "next") return frame.sent.name;
  return port === "next" ? "" : `→ ${port_name?.[t.language] ?? port}`;
}

/** How it ended, how long that took, and what it means for reports. */
function Ending() {
  const t = useWords();
  const stands = useTesting((now) => now.answer?.stands ?? null);
  const frames = useTesting((now) => now.frames);
  const nodes = useDocument().graph.nodes;
  const [first, last] = [frames[0], frames.at(-1)];
  if (!stands || !first || !last || !OVER.has(stands.status)) return null;
  const step = nodes[last.node];
  const word = step?.type === "end" ? t(step.config.outcome ?? "neutral") : null;
  const seconds = secondsBetween(first.at, last.at);
  const isFailed = stands.status === "failed";
  return (
    <li className={`test-ending ${isFailed ? "is-failed" : ""}`} data-testid="test-ending">
      <Icon name={isFailed ? "alert" : "flag"} size={16} />
      <span>
        <strong>{isFailed ? t("testWouldStop") : stands.sentence[t.language]}</strong>
        <span className="muted">
          {[
            isFailed && last.told.name,
            word && t("testOutcome", { outcome: word }),
            seconds >= 1 && t("testTook", { span: elapsedText(Math.round(seconds), t) }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
    </li>
  );
}

const OVER = new Set(["finished", "stopped", "failed"]);
