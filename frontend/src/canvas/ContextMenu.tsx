import { useReactFlow } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { nameOf } from "../nodes";
import { getDocument, type ContextMenu as Place, useDesigner } from "../store/designer";
import {
  copied,
  deleteBranch,
  deleteChosen,
  deleteSteps,
  duplicate,
  pasteText,
  selectAlong,
} from "../store/edits";
import { useWords, type WordKey } from "../words";
import { connectFrom } from "./connecting";
import { returnFocus } from "./keyboard";
import { FIT } from "./view";

type Item = { word: WordKey; keys: string; act: () => void; isBad?: boolean };

/** The menu of a right click, Shift+F10 or a long press: what can be done here, with its keys. */
export function ContextMenu() {
  const place = useDesigner((now) => now.menu);
  return place ? <Open place={place} /> : null;
}

function Open({ place }: { place: Place }) {
  const t = useWords();
  const flow = useReactFlow();
  const box = useRef<HTMLDivElement>(null);
  const step = place.step === null ? undefined : getDocument().graph.nodes[place.step];
  const items = itemsOf(place, () => void flow.fitView(FIT));
  const close = () => {
    useDesigner.getState().patch({ menu: null });
    if (place.step) returnFocus(place.step);
  };

  useEffect(() => {
    box.current?.querySelector("button")?.focus();
    const away = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node))
        useDesigner.getState().patch({ menu: null });
    };
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, []);

  return (
    <div
      ref={box}
      className="context-menu menu"
      role="menu"
      tabIndex={-1}
      data-testid="menu"
      aria-label={t("menuOf", { name: step ? nameOf(step, t) : t("canvas") })}
      style={inView(place.screen, items.length)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" || event.key === "Tab") close();
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          moveFocus(box.current, event.key === "ArrowDown" ? 1 : -1);
        }
      }}
    >
      {items.map((item) => (
        <button
          key={item.word}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={item.isBad ? "bad" : ""}
          data-testid={`do:${item.word}`}
          onClick={() => {
            close();
            item.act();
          }}
        >
          <span>{t(item.word)}</span>
          <kbd>{item.keys}</kbd>
        </button>
      ))}
    </div>
  );
}

function itemsOf({ step, edge, screen }: Place, fit: () => void): Item[] {
  const { patch, act, open, canEdit, selection } = useDesigner.getState();
  const reading: Item[] = step
    ? [{ word: "open", keys: "Enter", act: () => open(step) }]
    : [{ word: "fit", keys: "1", act: fit }];
  if (!canEdit) return reading;
  const paste: Item = { word: "paste", keys: "Ctrl+V", act: () => void pasteClipboard() };
  if (edge) {
    return [
      { word: "addStep", keys: "A", act: () => patch({ quickAdd: { at: edge, screen } }) },
      {
        word: "disconnect",
        keys: "Del",
        act: () => act({ kind: "disconnect", from: edge }),
        isBad: true,
      },
    ];
  }
  if (!step) {
    return [
      { word: "addStep", keys: "A", act: () => patch({ quickAdd: { at: null, screen } }) },
      paste,
      { word: "selectAll", keys: "Ctrl+A", act: () => patch({ selection: allSteps() }) },
      { word: "tidy", keys: "Shift+T", act: () => act({ kind: "tidy" }) },
      ...reading,
    ];
  }
  const copy: Item[] = [
    { word: "copy", keys: "Ctrl+C", act: copyClipboard },
    { word: "duplicate", keys: "Ctrl+D", act: duplicate },
  ];
  if (selection.length > 1) {
    return [...copy, { word: "deleteStep", keys: "Del", act: deleteChosen, isBad: true }];
  }
  return [
    ...reading,
    { word: "rename", keys: "F2", act: () => patch({ renaming: step }) },
    { word: "connect", keys: "C", act: () => connectFrom(step) },
    ...copy,
    { word: "selectAfter", keys: "Shift+→", act: () => selectAlong("down") },
    { word: "deleteStep", keys: "Del", act: () => deleteSteps([step]), isBad: true },
    { word: "deleteBranch", keys: "Shift+Del", act: () => deleteBranch(step), isBad: true },
  ];
}

function allSteps(): string[] {
  return Object.keys(getDocument().graph.nodes);
}

function copyClipboard(): void {
  const text = copied();
  if (text !== null) void navigator.clipboard?.writeText(text);
}

async function pasteClipboard(): Promise<void> {
  const text = await navigator.clipboard?.readText();
  if (text) pasteText(text);
}

function moveFocus(box: HTMLElement | null, by: number): void {
  const buttons = [...(box?.querySelectorAll("button") ?? [])];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + by + buttons.length) % buttons.length]?.focus();
}

const ROW = 33;

function inView({ x, y }: { x: number; y: number }, rows: number) {
  const left = Math.max(8, Math.min(x, window.innerWidth - 268));
  const top = Math.max(8, Math.min(y, window.innerHeight - rows * ROW - 24));
  return { left, top };
}
