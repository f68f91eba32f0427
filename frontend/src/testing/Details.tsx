import { keyOf, ProblemLine } from "../pane/fields";
import { useDesigner } from "../store/designer";
import { Button } from "../ui/controls";
import { NodeReasons } from "../why/Expression";
import { Json } from "../why/Json";
import { useWords } from "../words";
import { CallChoice, RecordedCall } from "./CallChoice";
import { EditStep } from "./EditStep";
import type { Frame } from "./frames";
import { LookUps } from "./LookUps";
import { Sent } from "./Sent";
import { SplitChoice } from "./SplitChoice";
import { act, useTesting } from "./store";
import { WaitChoice } from "./WaitChoice";

type Props = { frame: Frame; index: number };

/** One step: what happened there and why, what would go out, and what may be chosen. */
export function Details({ frame, index }: Props) {
  const t = useWords();
  const { told, step, sent } = frame;
  const now = useTesting((one) => one.answer?.now ?? frame.at);
  // That a call went well is told by the choice of how it ends.
  const isTelling = frame.isFirst && !frame.isFailed && !frame.answer?.ok;
  const clock = { zone: step.zone, now: Date.parse(now) };
  return (
    <div className="story-details">
      {isTelling && <p className="happened">{step.sentence[t.language]}</p>}
      {frame.isFirst && step.event && Object.keys(step.event.data ?? {}).length > 0 && (
        <Json value={step.event.data} label={t("testDataOf", { event: step.event.type_name })} />
      )}
      {frame.isFailed && <Stopped frame={frame} />}
      <Problems node={frame.node} />
      {IN_WORDS.has(told.type) && <p className="muted told-words">{told.words[t.language]}</p>}
      {sent && <Sent sent={sent} />}
      <NodeReasons node={told} clock={clock} />
      {sent?.of === "action" && <CallChoice frame={frame} index={index} />}
      <LookUps frame={frame} />
      {told.type === "split" && <SplitChoice node={frame.node} />}
      {frame.waits && <WaitChoice key={frame.id} frame={frame} index={index} waits={frame.waits} />}
      <RecordedCall frame={frame} />
      <EditStep node={frame.node} />
    </div>
  );
}

/** Steps of which the rest does not say yet what they do. */
const IN_WORDS = new Set(["action", "split"]);

/** A step at which a real person would be stopped, with the way out of it. */
function Stopped({ frame }: { frame: Frame }) {
  const t = useWords();
  const { error, sentence } = frame.step;
  const canRetry = useTesting(
    (now) => now.frames.at(-1) === frame && now.answer?.next.can.includes("retry"),
  );
  const kept = useTesting((now) => now.recipe?.steps.length ?? 0);
  return (
    <div className="stopped" data-testid="test-stopped">
      <strong>{t("testWouldStop")}</strong>
      <span>{error?.words?.[t.language] ?? error?.message ?? sentence[t.language]}</span>
      {canRetry && (
        <Button onClick={() => act({ do: "choose", kept, step: { do: "retry" } })}>
          {t("testRetry")}
        </Button>
      )}
    </div>
  );
}

/** What is wrong with the step in the draft. */
function Problems({ node }: { node: string }) {
  const problems = useDesigner((now) => now.problems);
  const own = problems.filter((one) => one.node === node && one.severity !== "hint");
  return own.map((problem) => <ProblemLine key={keyOf(problem)} problem={problem} />);
}
