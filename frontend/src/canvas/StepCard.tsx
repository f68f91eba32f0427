import { Handle, type NodeProps, useStore } from "@xyflow/react";
import { memo } from "react";
import type { Problem } from "../api/types";
import { portShare, sizeOf } from "../graph/geometry";
import { isLabelled, isTaken, type Port, portsOf } from "../graph/ports";
import type { Direction, Step } from "../graph/types";
import { kindOf, nameOf, portLabel } from "../nodes";
import { CardMark, useCardState } from "../overlay/CardMark";
import { documentOf, problemsOf, useCatalog, useDesigner, useStep } from "../store/designer";
import { Tile } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { problemText, useWords } from "../words";
import { positionsFor, type StepNode } from "./mapping";

/** One step on the canvas: what it is, what it does, and its ways out. */
export const StepCard = memo(function StepCard({ id, selected }: NodeProps<StepNode>) {
  const step = useStep(id);
  const direction = useDesigner((now) => documentOf(now).layout.direction);
  const isTarget = useDesigner((now) => now.connecting !== null && now.connecting.node !== id);
  const state = useCardState(id);
  if (!step) return null;
  const ports = portsOf(step);
  const look = [step.type, selected ? "selected" : "", isTarget ? "target" : "", state].join(" ");
  return (
    <div className={`card ${look}`} data-state={state || undefined}>
      {step.type !== "entry" && (
        <Handle
          type="target"
          position={positionsFor(direction).target}
          className="way-in"
          tabIndex={-1}
        />
      )}
      <Face id={id} step={step} />
      <CardMark id={id} />
      {ports.map((port) => (
        <Way
          key={port.id}
          id={id}
          step={step}
          port={port}
          count={ports.length}
          direction={direction}
        />
      ))}
    </div>
  );
});

function Face({ id, step }: { id: string; step: Step }) {
  const t = useWords();
  const catalog = useCatalog();
  const problem = useFirstProblem(id);
  const isRenaming = useDesigner((now) => now.renaming === id);
  const kind = kindOf(step);
  const isBad = problem !== undefined && problem.severity !== "hint";
  const name = nameOf(step, t);
  const sub = isBad ? problemText(problem, t.language) : kind.summary(step as never, t, catalog);
  return (
    <>
      <Tile tone={kind.tone(step as never)} icon={kind.icon(step as never, catalog)} />
      <span className="card-text">
        {isRenaming ? (
          <Rename id={id} name={step.name} />
        ) : (
          <span className="card-name">{name}</span>
        )}
        {step.type !== "end" && (
          <span className={`card-sub ${isBad ? problem.severity : ""}`}>{sub}</span>
        )}
      </span>
      {isBad && (
        <button
          type="button"
          className={`badge ${problem.severity} nodrag`}
          title={problemText(problem, t.language)}
          aria-label={problemText(problem, t.language)}
          onClick={(event) => {
            event.stopPropagation();
            useDesigner.getState().open(id, problem.pointer);
          }}
        >
          !
        </button>
      )}
    </>
  );
}

/** The gravest problem of a step. */
function useFirstProblem(id: string): Problem | undefined {
  return useDesigner((now) => gravest(problemsOf(now)).get(id));
}

const RANK = { error: 0, warning: 1, hint: 2 };
const GRAVEST = new WeakMap<Problem[], Map<string, Problem>>();

/** The gravest problem of each step; kept while the list stays, as every card asks. */
function gravest(problems: Problem[]): Map<string, Problem> {
  const kept = GRAVEST.get(problems);
  if (kept) return kept;
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    const before = problem.node ? found.get(problem.node) : undefined;
    const isGraver = !before || RANK[problem.severity] < RANK[before.severity];
    if (problem.node && isGraver) found.set(problem.node, problem);
  }
  GRAVEST.set(problems, found);
  return found;
}

function Rename({ id, name }: { id: string; name: string }) {
  const t = useWords();
  const { act, patch } = useDesigner.getState();
  const leave = (value: string | null) => {
    if (value !== null && value !== name) act({ kind: "renameNode", key: id, name: value });
    patch({ renaming: null });
    document.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
  };
  return (
    <input
      className="card-rename nodrag"
      defaultValue={name}
      maxLength={200}
      aria-label={t("stepName")}
      // biome-ignore lint/a11y/noAutofocus: it was opened to type into
      autoFocus
      onFocus={(event) => event.target.select()}
      onBlur={(event) => leave(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") leave(event.currentTarget.value);
        if (event.key === "Escape") leave(null);
      }}
    />
  );
}

type WayProps = { id: string; step: Step; port: Port; count: number; direction: Direction };

/** A way out: a point to drag from, and while it leads nowhere a button to add the next step. */
function Way({ id, step, port, count, direction }: WayProps) {
  const t = useWords();
  const catalog = useCatalog();
  const isFree = useDesigner(
    (now) => !isTaken(documentOf(now).graph.edges, { node: id, port: port.id }),
  );
  const isConnecting = useDesigner(
    (now) => now.connecting?.node === id && now.connecting.port === port.id,
  );
  const isDropTarget = useDesigner(
    (now) => now.drag?.target?.node === id && now.drag.target.port === port.id,
  );
  const isNear = useStore((now) => now.transform[2] >= 0.5);
  const canEdit = useDesigner((now) => now.canEdit);
  // A name beside lines would lie over their own names: then it shows with the pointer on it.
  const isAlone = useDesigner((now) => !documentOf(now).graph.edges.some((e) => e.from === id));
  const room = sizeOf(step, direction).width / (count + 1) - 6;
  const share = `${portShare(port.index, count) * 100}%`;
  const side = direction === "down" ? { left: share } : { top: share };
  const label = portLabel(step, port.id, t, catalog);
  const connectFrom = (event: React.MouseEvent) => {
    event.stopPropagation();
    if (canEdit) useDesigner.getState().patch({ connecting: { node: id, port: port.id } });
  };
  return (
    <>
      <Handle
        type="source"
        id={port.id}
        position={positionsFor(direction).source}
        style={side}
        className={`way-out ${isConnecting ? "connecting" : ""} ${isDropTarget ? "drop" : ""}`}
        data-testid={`port:${id}:${port.id}`}
        title={label}
        // By keyboard one connects with C, from the card.
        aria-hidden="true"
        onClick={connectFrom}
      />
      {canEdit && isFree && isNear && (
        <div className={`stub ${direction}`} style={side}>
          <button
            type="button"
            className="stub-add nodrag nopan"
            tabIndex={-1}
            title={t("insertAfter", { port: label })}
            aria-label={t("insertAfter", { port: label })}
            data-testid={`add:${id}:${port.id}`}
            onClick={(event) => {
              event.stopPropagation();
              const screen = { x: event.clientX, y: event.clientY + 12 };
              const at = { node: id, port: port.id };
              useDesigner.getState().patch({ quickAdd: { at, screen } });
            }}
          >
            <Icon name="plus" size={14} />
          </button>
          {isLabelled(step, port.id) && (
            <span className={`stub-label ${isAlone ? "" : "shy"}`} style={{ maxWidth: room }}>
              {label}
            </span>
          )}
        </div>
      )}
    </>
  );
}
