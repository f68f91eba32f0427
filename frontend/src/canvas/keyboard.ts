import type { ReactFlowInstance } from "@xyflow/react";
import { useEffect } from "react";
import { positionOf, sizeOf } from "../graph/geometry";
import { incoming, outgoing } from "../graph/order";
import { nextPlace } from "../graph/places";
import { freePorts, portsOf } from "../graph/ports";
import type { Document } from "../graph/types";
import { getDocument, useDesigner } from "../store/designer";
import { deleteChosen, duplicate } from "../store/edits";
import { words } from "../words";
import { isTyping, useClipboard } from "./clipboard";
import { FIT } from "./view";

/** All keys of the canvas. Typing in a field, composing Hangul or a dialog leaves them alone. */
export function useKeyboard(flow: ReactFlowInstance): void {
  useClipboard();
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey) withControl(event);
      else if (!event.altKey && !isTyping(event.target)) alone(event, flow);
    };
    window.addEventListener("keydown", down);
    return () => window.removeEventListener("keydown", down);
  }, [flow]);
}

function alone(event: KeyboardEvent, flow: ReactFlowInstance): void {
  const act = KEYS[event.shiftKey ? `Shift+${event.key.toUpperCase()}` : event.key];
  if (act?.(flow, event) === true) event.preventDefault();
}

function withControl(event: KeyboardEvent): void {
  const act = CONTROL[event.key.toLowerCase()];
  const isUndo = act === back || act === forth;
  // Undo works in fields too: what is typed there is an operation like any other.
  if (!act || (isTyping(event.target) && !isUndo)) return;
  event.preventDefault();
  if (act === back && event.shiftKey) forth();
  else act();
}

function back(): void {
  const { undo, say, history } = useDesigner.getState();
  if (history.past.length === 0) return;
  undo();
  say(words()("undid"));
}

function forth(): void {
  const { redo, say, history } = useDesigner.getState();
  if (history.future.length === 0) return;
  redo();
  say(words()("redid"));
}

const CONTROL: Record<string, () => void> = {
  z: back,
  y: forth,
  d: duplicate,
  a: () =>
    useDesigner
      .getState()
      .patch({ selection: Object.keys(getDocument().graph.nodes), selectedEdge: null }),
};

type Act = (flow: ReactFlowInstance, event: KeyboardEvent) => boolean;

const KEYS: Record<string, Act> = {
  Delete: () => done(deleteChosen()),
  Backspace: () => done(deleteChosen()),
  Enter: openPane,
  F2: () => withOne((key) => useDesigner.getState().patch({ renaming: key })),
  a: (flow) => done(openQuickAdd(flow)),
  c: () => withOne(connectFrom),
  F8: () => done(nextProblem()),
  ",": () => done(useDesigner.getState().open(null)),
  Escape: () => done(stepOut()),
  ArrowDown: (flow) => walk(flow, "down"),
  ArrowUp: (flow) => walk(flow, "up"),
  ArrowLeft: (flow) => walk(flow, "left"),
  ArrowRight: (flow) => walk(flow, "right"),
  "Shift+T": () => done(useDesigner.getState().act({ kind: "tidy" }, words()("tidy"))),
  "0": (flow) => done(void flow.zoomTo(1)),
  "1": (flow) => done(void flow.fitView(FIT)),
  "+": (flow) => done(void flow.zoomIn()),
  "-": (flow) => done(void flow.zoomOut()),
};

/** The key was for us, whatever came of it. */
function done(_: unknown): boolean {
  return true;
}

function withOne(act: (key: string) => void): boolean {
  const key = useDesigner.getState().selection[0];
  if (key === undefined) return false;
  act(key);
  return true;
}

/** Enter on a card, which the focus may be on without being selected. */
function openPane(_: ReactFlowInstance, event: KeyboardEvent): boolean {
  const card =
    event.target instanceof HTMLElement ? event.target.closest(".react-flow__node") : null;
  const key = card?.getAttribute("data-id");
  if (!card || event.target !== card || !key) return false;
  const { connecting } = useDesigner.getState();
  if (connecting) return false;
  useDesigner.getState().open(key, `/nodes/${key}/config`);
  return true;
}

/** The list of steps, by the selected step's next place. */
function openQuickAdd(flow: ReactFlowInstance): void {
  const { selection, selectedEdge, patch, canEdit } = useDesigner.getState();
  if (!canEdit) return;
  const document = getDocument();
  const at = selectedEdge ?? nextPlace(document, selection.at(-1) ?? null, "action");
  const step = at ? document.graph.nodes[at.node] : undefined;
  const middle = { x: window.innerWidth / 2, y: 160 };
  if (!at || !step) {
    patch({ quickAdd: { at: null, screen: middle } });
    return;
  }
  const { x, y } = positionOf(document, at.node);
  const size = sizeOf(step, document.layout.direction);
  const screen = flow.flowToScreenPosition({ x: x + size.width / 2, y: y + size.height + 12 });
  patch({ quickAdd: { at, screen } });
}

function connectFrom(key: string): void {
  const { graph } = getDocument();
  const step = graph.nodes[key];
  const port = freePorts(graph, key)[0]?.port ?? (step && portsOf(step)[0]?.id);
  if (port) useDesigner.getState().patch({ connecting: { node: key, port } });
}

function nextProblem(): void {
  const { problems, selection, open } = useDesigner.getState();
  const at = problems.findIndex((problem) => problem.node === (selection[0] ?? null));
  const next = problems[(at + 1) % Math.max(1, problems.length)];
  if (next) open(next.node, next.pointer);
}

/** Escape closes one thing at a time. */
function stepOut(): void {
  const { connecting, quickAdd, paneOpen, selection, patch, select } = useDesigner.getState();
  if (quickAdd) patch({ quickAdd: null });
  else if (connecting) patch({ connecting: null });
  else if (paneOpen && selection.length > 0) select([]);
  else patch({ selectedEdge: null, selection: [] });
}

type Way = "down" | "up" | "left" | "right";

/** Along the flow, or to the nearest sibling; the pane and the focus follow. */
function walk(_: ReactFlowInstance, way: Way): boolean {
  const document = getDocument();
  const { selection, select } = useDesigner.getState();
  const from = selection.at(-1);
  if (from === undefined) return false;
  const next = neighbour(document, from, way);
  if (next === null) return true;
  select([next]);
  focusCard(next);
  return true;
}

export function focusCard(key: string): void {
  const find = () =>
    window.document.querySelector<HTMLElement>(`.react-flow__node[data-id="${key}"]`);
  requestAnimationFrame(() => find()?.focus({ preventScroll: true }));
}

function neighbour(document: Document, from: string, way: Way): string | null {
  const { graph, layout } = document;
  const isDown = layout.direction === "down";
  const forward = isDown ? "down" : "right";
  const back = isDown ? "up" : "left";
  if (way === forward) return outgoing(graph, from)[0]?.to ?? null;
  if (way === back) return incoming(graph, from)[0]?.from ?? null;
  const own = positionOf(document, from);
  const [along, across] = isDown ? (["y", "x"] as const) : (["x", "y"] as const);
  const sign = way === "left" || way === "up" ? -1 : 1;
  const ahead = Object.keys(graph.nodes)
    .map((key) => ({ key, at: positionOf(document, key) }))
    .filter(({ key, at }) => key !== from && (at[across] - own[across]) * sign > 8)
    .filter(({ at }) => Math.abs(at[along] - own[along]) < 60)
    .sort((a, b) => Math.abs(a.at[across] - own[across]) - Math.abs(b.at[across] - own[across]));
  return ahead[0]?.key ?? null;
}
