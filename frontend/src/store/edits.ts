import { clip, pasteOf, readClip } from "../graph/clipboard";
import { positionOf } from "../graph/geometry";
import { placeFault } from "../graph/links";
import { branchOf, downstream, upstream } from "../graph/order";
import { nextPlace } from "../graph/places";
import { edgeAt } from "../graph/ports";
import type { Point, PortRef } from "../graph/types";
import { nameOf } from "../nodes";
import type { PaletteItem } from "../palette/items";
import { words } from "../words";
import { getDocument, useDesigner } from "./designer";

/** What several parts of the page ask for: each is one operation and what goes with it. */

/** Adds a palette item: at a port, else after the selection, else loose at a point. */
export function addItem(item: PaletteItem, at: PortRef | null, drop?: Point): void {
  const { act, open, say, selection, selectedEdge, canEdit } = useDesigner.getState();
  if (!canEdit) return;
  const document = getDocument();
  const fault = placeFault(document.graph, item.type, at);
  if (fault) {
    say(words()(fault));
    return;
  }
  const { key, step } = item.make(document.graph);
  const isEntry = item.type === "entry";
  const place = at ?? (drop || isEntry ? null : (selectedEdge ?? after(selection, item)));
  if (place) {
    const isFree = edgeAt(document.graph, place) === undefined;
    const position = isFree && drop ? { position: drop } : {};
    act({ kind: "insertAtPort", key, step, at: place, ...position });
  } else {
    act({ kind: "addNode", key, step, at: drop ?? loosePlace() });
  }
  if (getDocument().graph.nodes[key]) open(key);
}

function after(selection: string[], item: PaletteItem): PortRef | null {
  return nextPlace(getDocument(), selection.at(-1) ?? null, item.type);
}

/** Below everything. */
function loosePlace(): Point {
  const points = Object.values(getDocument().layout.positions);
  const lowest = points.reduce((low, point) => Math.max(low, point.y), -104);
  return { x: points[0]?.x ?? 0, y: lowest + 104 };
}

/** Deletes the chosen steps and heals the way, or the chosen edge. */
export function deleteChosen(): void {
  const { act, selection, selectedEdge } = useDesigner.getState();
  if (selectedEdge) act({ kind: "disconnect", from: selectedEdge });
  else if (selection.length > 0) deleteSteps(selection);
}

export function deleteSteps(keys: string[]): void {
  const t = words();
  const step = getDocument().graph.nodes[keys[0] ?? ""];
  const name = step ? nameOf(step, t) : "";
  const text = t.count("deleted", keys.length, { name });
  useDesigner.getState().act({ kind: "removeNodes", keys, heal: true }, text);
}

/** Deletes a step with everything that is reached by it alone. */
export function deleteBranch(key: string): void {
  const keys = branchOf(getDocument().graph, key);
  const step = getDocument().graph.nodes[key];
  const name = step ? nameOf(step, words()) : "";
  const text = words().count("deleted", keys.length, { name });
  useDesigner.getState().act({ kind: "removeNodes", keys, heal: false }, text);
}

/** Moves the chosen cards by some pixels. */
export function nudge(x: number, y: number): void {
  const { selection, act } = useDesigner.getState();
  const moved = selection.map((key) => {
    const at = positionOf(getDocument(), key);
    return [key, { x: at.x + x, y: at.y + y }];
  });
  if (moved.length > 0) act({ kind: "moveNodes", positions: Object.fromEntries(moved) });
}

/** Adds all that follows the chosen steps, or all that leads to them, to the selection. */
export function selectAlong(way: "down" | "up"): void {
  const { selection, select } = useDesigner.getState();
  const { graph } = getDocument();
  const reach = way === "down" ? downstream : upstream;
  select([...new Set([...selection, ...selection.flatMap((key) => [...reach(graph, key)])])]);
}

/** Puts a step to another port, with a way back. */
export function relocate(key: string, at: PortRef): void {
  const step = getDocument().graph.nodes[key];
  const name = step ? nameOf(step, words()) : "";
  useDesigner.getState().act({ kind: "relocate", key, at }, words()("relocated", { name }));
}

/** Connects a port; an edge that was there gives way, and is named. */
export function connect(from: PortRef, to: string): void {
  const document = getDocument();
  const old = edgeAt(document.graph, from);
  const step = old && old.to !== to ? document.graph.nodes[old.to] : undefined;
  const toast = step ? words()("replacedEdge", { name: nameOf(step, words()) }) : undefined;
  useDesigner.getState().act({ kind: "connect", from, to }, toast);
}

/** The chosen steps as text for the clipboard; null when none is chosen. */
export function copied(): string | null {
  const { selection, say } = useDesigner.getState();
  if (selection.length === 0) return null;
  say(words()("copied"));
  return JSON.stringify(clip(getDocument(), selection));
}

/** Pastes steps from a text; false when there are none in it. */
export function pasteText(text: string): boolean {
  const steps = readClip(text);
  const { act, patch, canEdit } = useDesigner.getState();
  if (!steps || !canEdit) return false;
  const operation = pasteOf(getDocument(), steps, { x: 40, y: 40 });
  if (operation.kind !== "paste") return false;
  const keys = Object.keys(operation.nodes);
  act(operation, words().count("pasted", keys.length));
  patch({ selection: keys, selectedEdge: null });
  return true;
}

export function duplicate(): void {
  const { selection } = useDesigner.getState();
  if (selection.length > 0) pasteText(JSON.stringify(clip(getDocument(), selection)));
}
