import { useReactFlow } from "@xyflow/react";
import { useRef, useState } from "react";
import { useKeyboard } from "../canvas/keyboard";
import { nextPlace } from "../graph/places";
import { AsOf } from "../live/AsOf";
import { Numbers } from "../live/Numbers";
import { getDocument, useDesigner, useDocument } from "../store/designer";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import type { Line } from "./api";
import { LineText } from "./LineText";
import { partsOf, rowAfter } from "./text";
import { useTold } from "./told";

/** The journey line by line instead of drawn: for small screens, screen readers, and for reading. */
export function Outline() {
  const t = useWords();
  const told = useTold((now) => now.told);
  const failure = useTold((now) => now.failure);
  const isLive = useDesigner((now) => now.mode === "live" && now.run === null);
  useKeyboard(useReactFlow());
  const { settings, flow } = partsOf(told?.lines ?? []);
  return (
    <section className="outline" aria-label={t("outline")} data-testid="outline-view">
      <div className="outline-page">
        <header className="outline-head">
          <h2>{t("outlineTitle")}</h2>
          <Button
            data-testid="outline"
            aria-keyshortcuts="O"
            title={`${t("showCanvas")} (O)`}
            onClick={() => useDesigner.getState().patch({ outline: false })}
          >
            <Icon name="route" size={16} />
            {t("showCanvas")}
          </Button>
        </header>
        {isLive && <AsOf />}
        {failure && (
          <p className="problem-line warning" role="status">
            <Icon name="alert" size={14} />
            {t("wordsFailed", { reason: failure })}
          </p>
        )}
        {!told && !failure && <p className="muted">{t("loading")}</p>}
        {settings.length > 0 && (
          <ul className="outline-settings">
            {settings.map((line) => (
              <li key={line.text}>{line.text}</li>
            ))}
          </ul>
        )}
        {flow.length > 0 && <Tree lines={flow} />}
      </div>
    </section>
  );
}

const ARROWS = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"];

/** The lines as a tree: arrows walk, Enter opens, and keys mean the step of the line. */
function Tree({ lines }: { lines: Line[] }) {
  const t = useWords();
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const selected = useDesigner((now) => now.selection[0]);
  const current = Math.min(at, lines.length - 1);
  const rows = () => [...(box.current?.querySelectorAll<HTMLElement>("[role=treeitem]") ?? [])];
  const pressed = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const from = rows().indexOf(event.target as HTMLElement);
    const isArrow = from >= 0 && ARROWS.includes(event.key);
    if (isArrow) rows()[rowAfter(lines, from, event.key)]?.focus();
    if (!isArrow && !acted(event.key, lines[from])) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={box} className="tree" role="tree" aria-label={t("outlineTitle")} onKeyDown={pressed}>
      {lines.map((line, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own
          key={`${line.kind} ${line.node} ${line.port} ${index}`}
          line={line}
          isCurrent={index === current}
          isSelected={line.kind === "step" && line.node === selected}
          onReach={() => setAt(index)}
        />
      ))}
    </div>
  );
}

type RowProps = { line: Line; isCurrent: boolean; isSelected: boolean; onReach: () => void };

function Row({ line, isCurrent, isSelected, onReach }: RowProps) {
  const step = useDocument().graph.nodes[line.node ?? ""];
  const hasNumbers = useDesigner((now) => now.mode === "live" && now.run === null);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of its rows
    <div
      role="treeitem"
      className={`line of-${line.kind} ${isSelected ? "is-chosen" : ""}`}
      style={{ "--depth": line.depth } as React.CSSProperties}
      aria-level={line.depth + 1}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      data-id={line.node ?? undefined}
      data-testid={`line:${line.kind}:${line.node ?? ""}${line.port ? `:${line.port}` : ""}`}
      onFocus={(event) => {
        onReach();
        if (event.target === event.currentTarget && line.node) selectOnly(line.node);
      }}
      onClick={() => line.node && useDesigner.getState().open(line.node)}
    >
      <LineText line={line} step={step} />
      {hasNumbers && line.kind === "step" && line.node && <Numbers id={line.node} />}
    </div>
  );
}

/** Keys and the pane mean the line that has the focus. */
function selectOnly(key: string): void {
  const { selection, select } = useDesigner.getState();
  if (selection.length !== 1 || selection[0] !== key) select([key]);
}

/** What a key does to the step of a line; false where it is not ours. */
function acted(key: string, line: Line | undefined): boolean {
  const { node } = line ?? {};
  if (!node) return false;
  const { open, canEdit, patch } = useDesigner.getState();
  if (key === "Enter" || key === " ") open(node, canEdit ? `/nodes/${node}/config` : undefined);
  else if (key === "F2" && canEdit) rename(node);
  else if (key.toLowerCase() === "a" && canEdit) {
    patch({ quickAdd: { at: placeOf(line), screen: belowFocus() } });
  } else return false;
  return true;
}

function rename(key: string): void {
  useDesigner.getState().open(key);
  requestAnimationFrame(() => {
    document.querySelector<HTMLInputElement>(".pane .title-input")?.select();
  });
}

/** A line of a way out names the place; of a step, the place after it. */
function placeOf(line: Line | undefined) {
  const { node, port } = line ?? {};
  if (!node) return null;
  return port ? { node, port } : nextPlace(getDocument(), node, "action");
}

function belowFocus() {
  const box = document.activeElement?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + 40, y: (box?.bottom ?? 160) + 4 };
}
