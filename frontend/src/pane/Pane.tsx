import { useEffect, useRef } from "react";
import type { Step } from "../graph/types";
import { kindOf, nameOf } from "../nodes";
import { useSentence } from "../outline/told";
import { useCatalog, useDesigner, useDocument } from "../store/designer";
import { deleteSteps, duplicate } from "../store/edits";
import { Button, IconButton, Tile } from "../ui/controls";
import { useWords } from "../words";
import { keyOf, ProblemLine } from "./fields";
import { JourneyPane } from "./JourneyPane";

/** Beside the canvas: the selected step's settings, or the journey's when none is selected. */
export function Pane() {
  const t = useWords();
  const box = useRef<HTMLElement>(null);
  const selection = useDesigner((now) => now.selection);
  const focusPointer = useDesigner((now) => now.focusPointer);
  const patch = useDesigner((now) => now.patch);
  const canEdit = useDesigner((now) => now.canEdit);
  const { nodes } = useDocument().graph;
  const key = selection.length === 1 ? (selection[0] as string) : null;
  const step = key === null ? undefined : nodes[key];

  useEffect(() => {
    if (focusPointer === null || !box.current) return;
    focusField(box.current, focusPointer);
    patch({ focusPointer: null });
  }, [focusPointer, patch]);

  const close = (event: React.KeyboardEvent) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    patch({ paneOpen: false });
    document.querySelector<HTMLElement>(`[data-id="${key}"]`)?.focus();
  };
  return (
    <aside
      ref={box}
      className="pane"
      data-testid="pane"
      aria-label={t(step ? "stepPane" : "journeySettings")}
      onKeyDown={close}
    >
      <fieldset className="pane-lock" disabled={!canEdit}>
        {key && step && <StepPane key={key} nodeKey={key} step={step} />}
        {!step && selection.length > 1 && <ManyPane count={selection.length} />}
        {!step && selection.length <= 1 && <JourneyPane />}
      </fieldset>
      <footer className="pane-foot">{t(canEdit ? "savesItself" : "readOnly")}</footer>
    </aside>
  );
}

/** Puts the focus into the field of a pointer, or of the nearest one above it. */
function focusField(box: HTMLElement, pointer: string): void {
  const wanted = pointer.replace(/^\/graph/, "");
  const fields = [...box.querySelectorAll<HTMLElement>("[data-pointer]")];
  const near = fields
    .filter((field) => wanted.startsWith(field.dataset.pointer ?? "-"))
    .sort((a, b) => (b.dataset.pointer?.length ?? 0) - (a.dataset.pointer?.length ?? 0));
  const inside = fields.find((field) => field.dataset.pointer?.startsWith(wanted));
  const field = near[0] ?? inside;
  const control = field?.querySelector<HTMLElement>("input, select, textarea, button");
  (control ?? box.querySelector<HTMLElement>("input, select, textarea"))?.focus();
  field?.scrollIntoView?.({ block: "nearest" });
}

function StepPane({ nodeKey, step }: { nodeKey: string; step: Step }) {
  const t = useWords();
  const catalog = useCatalog();
  const { act, patch } = useDesigner.getState();
  const { Form, word, tone, icon, summary } = kindOf(step);
  return (
    <>
      <header className="pane-head">
        <Tile tone={tone(step as never)} icon={icon(step as never, catalog)} />
        <div className="pane-title">
          <input
            className="title-input"
            value={step.name}
            placeholder={t(word)}
            aria-label={t("stepName")}
            maxLength={200}
            onChange={(event) =>
              act({ kind: "renameNode", key: nodeKey, name: event.target.value })
            }
          />
          <span className="muted">{subtitle(t(word), summary(step as never, t, catalog))}</span>
        </div>
        <IconButton icon="copy" label={t("duplicate")} onClick={duplicate} />
        <IconButton icon="trash" label={t("deleteStep")} onClick={() => deleteSteps([nodeKey])} />
        <IconButton icon="x" label={t("close")} onClick={() => patch({ paneOpen: false })} />
      </header>
      <div className="pane-body">
        <Sentence nodeKey={nodeKey} />
        <StepProblems nodeKey={nodeKey} />
        <Form nodeKey={nodeKey} step={step as never} />
      </div>
    </>
  );
}

/** The step in words, as it stands; without the server, as it last was. */
function Sentence({ nodeKey }: { nodeKey: string }) {
  const sentence = useSentence(nodeKey);
  if (!sentence) return null;
  return (
    <p className="sentence" data-testid="sentence">
      {sentence}
    </p>
  );
}

/** The kind of a step and what it does; kinds that name themselves are not named twice. */
function subtitle(word: string, summary: string): string {
  return summary.startsWith(word) ? summary : `${word} · ${summary}`;
}

/** What is wrong with the step as a whole; a field's own problems stand under the field. */
function StepProblems({ nodeKey }: { nodeKey: string }) {
  const problems = useDesigner((now) => now.problems);
  const own = problems.filter(
    (problem) =>
      problem.node === nodeKey && !problem.pointer.replace(/^\/graph/, "").includes("/config/"),
  );
  return own.map((problem) => <ProblemLine key={keyOf(problem)} problem={problem} />);
}

function ManyPane({ count }: { count: number }) {
  const t = useWords();
  const selection = useDesigner((now) => now.selection);
  const { nodes } = useDocument().graph;
  return (
    <>
      <header className="pane-head">
        <div className="pane-title">
          <strong className="title-input">{t("nSelected", { n: count })}</strong>
        </div>
      </header>
      <div className="pane-body">
        <ul className="names">
          {selection.map((key) => (
            <li key={key}>{nodes[key] ? nameOf(nodes[key], t) : key}</li>
          ))}
        </ul>
        <div className="actions">
          <Button onClick={duplicate}>{t("duplicate")}</Button>
          <Button look="danger" onClick={() => deleteSteps(selection)}>
            {t("deleteStep")}
          </Button>
        </div>
      </div>
    </>
  );
}
