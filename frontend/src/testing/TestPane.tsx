import { useEffect } from "react";
import { nameOf } from "../nodes";
import { clearMarks, setMarks } from "../overlay/marks";
import { useDesigner, useDocument } from "../store/designer";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { useAsking, useFollowing, usePlaying, useRecorded } from "./asking";
import { EditStep } from "./EditStep";
import { coverage, marksOf } from "./marks";
import { shortMoment, spanMark } from "./moments";
import { Running } from "./Running";
import { StartForm } from "./StartForm";
import { frameOf, shownOf, useTesting } from "./store";

/** Beside the canvas in Test: who, which event, and what happens next. */
export function TestPane() {
  const t = useWords();
  const journey = useDesigner((now) => now.journey?.id ?? "");
  useTesting.getState().enter(journey);
  const isRunning = useTesting((now) => now.recipe !== null);
  useRecorded();
  useAsking(journey);
  usePlaying();
  useFollowing();
  useMarked();
  return (
    <aside className="pane test-pane" data-testid="test-pane" aria-label={t("testTitle")}>
      {isRunning ? <Running /> : <StartForm />}
      <Chosen />
      <footer className="test-foot">
        {isRunning && <Tried />}
        <p className="nothing-sent">
          <Icon name="lock" size={14} />
          {t("nothingSent")}
        </p>
      </footer>
    </aside>
  );
}

/** Lays the way over the canvas. */
function useMarked(): void {
  const t = useWords();
  const frames = useTesting((now) => now.frames);
  const isRunning = useTesting((now) => now.recipe !== null);
  const tried = useTesting((now) => now.tried);
  const at = useTesting(shownOf);
  const edges = useDocument().graph.edges;
  useEffect(() => {
    if (!isRunning) {
      clearMarks();
      return;
    }
    const from = frames[0]?.at ?? "";
    const short = (iso: string, zone: string) => shortMoment(iso, from, t.language, zone);
    const times = {
      card: (frame: (typeof frames)[number]) => short(frame.at, frame.step.zone),
      line: (frame: (typeof frames)[number]) =>
        spanMark(frame.since, short(frame.at, frame.step.zone), t),
    };
    setMarks(marksOf(frames, at, edges, tried, times));
  }, [frames, at, edges, tried, isRunning, t]);
  useEffect(() => clearMarks, []);
}

/** How many of the drawing's ways were tried since the page was opened. */
function Tried() {
  const t = useWords();
  const tried = useTesting((now) => now.tried);
  const { n, of } = coverage(useDocument().graph.edges, tried);
  const share = of === 0 ? 0 : (100 * n) / of;
  return (
    <div className="tried" data-testid="tried">
      <span>{t("testTried", { n, of })}</span>
      <span className="tried-bar" aria-hidden="true">
        <span style={{ width: `${share}%` }} />
      </span>
      {n < of && <span className="muted">{t("testUntried")}</span>}
    </div>
  );
}

/** The card that is chosen, where the way does not lead over it: it can still be edited. */
function Chosen() {
  const t = useWords();
  const selection = useDesigner((now) => now.selection);
  const key = selection.length === 1 ? (selection[0] as string) : "";
  const step = useDocument().graph.nodes[key];
  const isRunning = useTesting((now) => now.recipe !== null);
  const isHere = useTesting((now) => frameOf(now)?.node === key);
  if (!step || isHere) return null;
  return (
    <div className="chosen">
      <span>
        <strong>{nameOf(step, t)}</strong>
        {isRunning && <span className="muted">{t("testNotOnWay")}</span>}
      </span>
      <EditStep node={key} />
    </div>
  );
}
