import type { ReactFlowInstance } from "@xyflow/react";
import { useEffect } from "react";
import { GRID, positionOf, sizeOf } from "../graph/geometry";
import { flowOrder, incoming, outgoing } from "../graph/order";
import { nextPlace } from "../graph/places";
import type { Document } from "../graph/types";
import { leaveList } from "../live/numbers";
import { getDocument, useDesigner } from "../store/designer";
import { deleteBranch, deleteChosen, duplicate, nudge, selectAlong } from "../store/edits";
import { testKey } from "../testing/keys";
import { words } from "../words";
import { isTyping, useClipboard } from "./clipboard";
import { connectFrom } from "./connecting";
import { FIT } from "./view";

/** All keys of the canvas. Typing in a field, composing Hangul or a dialog leaves them alone. */
export function useKeyboard(flow: ReactFlowInstance): void {
  useClipboard();
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (!event.isComposing && !event.defaultPrevented && !PASSED.has(event.key)) {
        pressed(event, flow);
      }
    };
    window.addEventListener("keydown", down);
    return () => window.removeEventListener("keydown", down);
  }, [flow]);
}

/** Keys that are not ours: Tab is the browser's, the others only begin a chord. */
const PASSED = new Set(["Tab", "Shift", "Control", "Alt", "Meta"]);

function pressed(event: KeyboardEvent, flow: ReactFlowInstance): void {
  const isFree = !isTyping(event.target);
  if (isFree && testKey(event)) {
    event.preventDefault();
    return;
  }
  if (isFree) chooseFocused(event);
  if (event.ctrlKey || event.metaKey) withControl(event);
  else if (event.altKey) withAlt(event);
  else if (isFree) alone(event, flow);
}

/** Keys mean the card that has the focus, also where another one was chosen before. */
function chooseFocused(event: KeyboardEvent): void {
  const { selection, select } = useDesigner.getState();
  const key = cardOf(event)?.getAttribute("data-id");
  if (key && event.key !== "Escape" && !selection.includes(key)) select([key]);
}

/** The card that a key was pressed on. */
function cardOf(event: KeyboardEvent): Element | null {
  const { target } = event;
  return target instanceof HTMLElement ? target.closest(".react-flow__node") : null;
}

/** What a key types in Latin letters: with a Korean layout the key of A types ㅁ. */
function latin(event: KeyboardEvent): string {
  const isOther = event.key.length === 1 && event.key > "~";
  return isOther && event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

function alone(event: KeyboardEvent, flow: ReactFlowInstance): void {
  const key = latin(event);
  const shifted = event.shiftKey ? KEYS[`Shift+${key.toUpperCase()}`] : undefined;
  // What needs Shift to be typed at all, such as a question mark, stands as it is.
  const isSign = !/^[a-z]$/i.test(key) && key.length === 1;
  const act = shifted ?? (event.shiftKey && !isSign ? undefined : KEYS[key]);
  if (act?.(flow, event) === true) event.preventDefault();
}

function withAlt(event: KeyboardEvent): void {
  const isPage = event.key.startsWith("Page");
  const act = ALT[event.key];
  if (!act || (isTyping(event.target) && !isPage)) return;
  act();
  event.preventDefault();
}

function withControl(event: KeyboardEvent): void {
  const key = latin(event).toLowerCase();
  const act = CONTROL[key];
  // Undo works in fields too: what is typed there is an operation like any other.
  const isEverywhere = ["z", "y", "s", "enter", "f"].includes(key);
  const isInDialog = event.target instanceof HTMLElement && event.target.closest("dialog");
  if (!act || isInDialog || (isTyping(event.target) && !isEverywhere)) return;
  event.preventDefault();
  if (act === back && event.shiftKey) forth();
  else act();
}

function back(): void {
  const { undo, say, history, canEdit } = useDesigner.getState();
  if (!canEdit || history.past.length === 0) return;
  undo();
  say(words()("undid"));
}

function forth(): void {
  const { redo, say, history, canEdit } = useDesigner.getState();
  if (!canEdit || history.future.length === 0) return;
  redo();
  say(words()("redid"));
}

const CONTROL: Record<string, () => void> = {
  z: back,
  y: forth,
  d: duplicate,
  f: () => show("find"),
  // Everything is saved by itself; the browser's own dialog would only be in the way.
  s: () => {},
  enter: () => show("publish"),
  a: () =>
    useDesigner
      .getState()
      .patch({ selection: Object.keys(getDocument().graph.nodes), selectedEdge: null }),
};

type Act = (flow: ReactFlowInstance, event: KeyboardEvent) => boolean;

const KEYS: Record<string, Act> = {
  Delete: () => done(deleteChosen()),
  Backspace: () => done(deleteChosen()),
  "Shift+DELETE": () => withOne(deleteBranch),
  Enter: openPane,
  F2: () => withOne(rename),
  a: (flow) => done(openQuickAdd(flow)),
  c: () => withOne(connectFrom),
  F8: () => done(toProblem(1)),
  "Shift+F8": () => done(toProblem(-1)),
  ",": () => done(useDesigner.getState().open(null)),
  "/": () => done(show("find")),
  "?": () => done(show("shortcuts")),
  e: () => press("mode:edit"),
  t: () => press("mode:test"),
  l: () => press("mode:live"),
  i: () => press("problems"),
  v: () => press("versions"),
  b: () => done(toggle("paletteOpen")),
  m: () => done(toggle("minimap")),
  Escape: () => done(stepOut()),
  ArrowDown: (flow) => walk(flow, "down"),
  ArrowUp: (flow) => walk(flow, "up"),
  ArrowLeft: (flow) => walk(flow, "left"),
  ArrowRight: (flow) => walk(flow, "right"),
  "Shift+ARROWRIGHT": () => done(selectAlong("down")),
  "Shift+ARROWLEFT": () => done(selectAlong("up")),
  "Shift+F10": openMenu,
  ContextMenu: openMenu,
  "Shift+T": () => done(useDesigner.getState().act({ kind: "tidy" }, words()("tidy"))),
  o: () => press("outline"),
  "0": (flow) => done(void flow.zoomTo(1)),
  "1": (flow) => done(void flow.fitView(FIT)),
  "2": (flow) => done(fitSelection(flow)),
  "+": (flow) => done(void flow.zoomIn()),
  "-": (flow) => done(void flow.zoomOut()),
};

/** With Alt: cards move, the pane goes on to the next step. */
const ALT: Record<string, () => void> = {
  ArrowDown: () => nudge(0, GRID),
  ArrowUp: () => nudge(0, -GRID),
  ArrowLeft: () => nudge(-GRID, 0),
  ArrowRight: () => nudge(GRID, 0),
  PageDown: () => toNeighbour(1),
  PageUp: () => toNeighbour(-1),
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

/** Makes a card's name a field, where it can be changed. */
export function rename(key: string): void {
  const { canEdit, patch } = useDesigner.getState();
  if (canEdit) patch({ renaming: key });
}

/** Enter on a card, which the focus may be on without being selected. */
function openPane(_: ReactFlowInstance, event: KeyboardEvent): boolean {
  const card = cardOf(event);
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

function show(overlay: "find" | "shortcuts" | "publish"): void {
  const { canPublish, patch } = useDesigner.getState();
  if (overlay !== "publish" || canPublish) patch({ overlay });
}

function toggle(what: "paletteOpen" | "minimap"): void {
  const now = useDesigner.getState();
  now.patch({ [what]: !now[what] });
}

/** As if the header's button were clicked. */
function press(name: string): boolean {
  document.querySelector<HTMLElement>(`[data-testid="${name}"]`)?.click();
  return true;
}

function fitSelection(flow: ReactFlowInstance): void {
  const { selection } = useDesigner.getState();
  if (selection.length > 0) void flow.fitView({ ...FIT, nodes: selection.map((id) => ({ id })) });
}

/** The menu of the card that has the focus. */
function openMenu(_: ReactFlowInstance, event: KeyboardEvent): boolean {
  const card = cardOf(event);
  const key = card?.getAttribute("data-id");
  if (!card || !key) return false;
  const { left, bottom } = card.getBoundingClientRect();
  useDesigner.getState().select([key]);
  useDesigner.getState().patch({ menu: { screen: { x: left, y: bottom }, step: key, edge: null } });
  return true;
}

function toProblem(by: number): void {
  const { problems, selection, open } = useDesigner.getState();
  const at = problems.findIndex((problem) => problem.node === (selection[0] ?? null));
  const from = at < 0 && by < 0 ? 0 : at;
  const next = problems[(from + by + problems.length) % Math.max(1, problems.length)];
  if (next) open(next.node, next.pointer);
}

/** The step before or after the one in the pane, in the order of the flow. */
function toNeighbour(by: number): void {
  const { selection, open } = useDesigner.getState();
  const order = flowOrder(getDocument().graph);
  const at = order.indexOf(selection[0] ?? "");
  const next = order[at + by];
  if (next !== undefined) open(next);
}

/** Escape closes one thing at a time. */
function stepOut(): void {
  const { connecting, quickAdd, menu, overlay, paneOpen, selection, patch, select } =
    useDesigner.getState();
  if (menu) patch({ menu: null });
  else if (overlay) patch({ overlay: null });
  else if (quickAdd) patch({ quickAdd: null });
  else if (connecting) patch({ connecting: null });
  else if (leaveList()) return;
  else if (paneOpen && selection.length > 0) select([]);
  else patch({ selectedEdge: null, selection: [] });
}

type Way = "down" | "up" | "left" | "right";

/** Along the flow, or to the nearest sibling; the pane and the focus follow. */
function walk(flow: ReactFlowInstance, way: Way): boolean {
  const document = getDocument();
  const { selection, select } = useDesigner.getState();
  const from = selection.at(-1);
  if (from === undefined) return pan(flow, way);
  const next = neighbour(document, from, way);
  if (next === null) return true;
  select([next]);
  focusCard(next);
  return true;
}

/** With nothing chosen the arrows move the canvas. */
function pan(flow: ReactFlowInstance, way: Way): boolean {
  const by = { down: [0, -PAN], up: [0, PAN], left: [PAN, 0], right: [-PAN, 0] }[way];
  const { x, y, zoom } = flow.getViewport();
  void flow.setViewport({ x: x + (by[0] ?? 0), y: y + (by[1] ?? 0), zoom });
  return true;
}
const PAN = 60;

export function focusCard(key: string): void {
  requestAnimationFrame(() => cardWith(key)?.focus({ preventScroll: true }));
}

/** Gives the focus back to a card, unless something else has taken it. */
export function returnFocus(key: string): void {
  requestAnimationFrame(() => {
    const { activeElement, body } = window.document;
    if (activeElement === body) cardWith(key)?.focus({ preventScroll: true });
  });
}

function cardWith(key: string): HTMLElement | null {
  return window.document.querySelector(`.react-flow__node[data-id="${key}"]`);
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
