import { create } from "zustand";
import type { SaveState } from "../api/autosave";
import type { Catalog, Journey, Problem } from "../api/types";
import * as history from "../graph/history";
import type { Operation } from "../graph/operations";
import { type Document, emptyDocument, type Point, type PortRef, type Step } from "../graph/types";

export type Toast = { id: number; text: string; undo: boolean };
/** Where the list of steps to add is open: at a port (or nowhere in particular), on the screen. */
export type QuickAdd = { at: PortRef | null; screen: Point; drop?: Point };
/** A palette item (or, with an empty item, a card) on its way to a place on the canvas. */
export type Drag = { item: string; screen: Point; target: PortRef | null };
/** Where the menu of a right click is open, and of what: a step, an edge, or the canvas. */
export type ContextMenu = { screen: Point; step: string | null; edge: PortRef | null };
/** What the canvas is for: drawing, trying the draft out, or watching a published version. */
export type Mode = "edit" | "test" | "live";
/** What lies over the canvas and has the keyboard while it is open. */
export type Overlay = "find" | "shortcuts" | "publish" | null;

export type Designer = {
  journey: Journey | null;
  catalog: Catalog;
  mode: Mode;
  /** In Live: the number of the version on the canvas, its drawing, and the run whose way is lit. */
  version: number | null;
  shown: Document | null;
  run: string | null;
  /** Whether this user may edit, and whether what is on the canvas can be edited now. */
  mayEdit: boolean;
  canEdit: boolean;
  canPublish: boolean;
  history: history.History;
  problems: Problem[];
  saving: SaveState;
  revision: number;
  selection: string[];
  selectedEdge: PortRef | null;
  paneOpen: boolean;
  focusPointer: string | null;
  renaming: string | null;
  quickAdd: QuickAdd | null;
  connecting: PortRef | null;
  drag: Drag | null;
  menu: ContextMenu | null;
  overlay: Overlay;
  paletteOpen: boolean;
  /** Whether the journey is read line by line instead of drawn. */
  outline: boolean;
  minimap: boolean;
  toast: Toast | null;

  start: (loaded: Partial<Designer> & { document: Document }) => void;
  act: (operation: Operation, toast?: string) => void;
  undo: () => void;
  redo: () => void;
  replace: (document: Document) => void;
  select: (keys: string[]) => void;
  selectEdge: (at: PortRef | null) => void;
  /** Selects a step and opens its pane, at one of its fields if asked. */
  open: (key: string | null, pointer?: string) => void;
  patch: (change: Partial<Designer>) => void;
  say: (text: string, undo?: boolean) => void;
};

const NOTHING: Catalog = { events: [], sources: [], actions: [], functions: [] };
let toasts = 0;
/** On narrower screens the journey is read before it is drawn. */
const ROOM_TO_DRAW = 768;

/** The designer's whole state. Documents change by `act` alone: through `graph/operations`. */
export const useDesigner = create<Designer>()((set, get) => ({
  journey: null,
  catalog: NOTHING,
  mode: "edit",
  version: null,
  shown: null,
  run: null,
  mayEdit: true,
  canEdit: true,
  canPublish: true,
  history: history.begin(emptyDocument()),
  problems: [],
  saving: { kind: "saved" },
  revision: 0,
  selection: [],
  selectedEdge: null,
  paneOpen: true,
  focusPointer: null,
  renaming: null,
  quickAdd: null,
  connecting: null,
  drag: null,
  menu: null,
  overlay: null,
  paletteOpen: true,
  outline: (globalThis.innerWidth ?? ROOM_TO_DRAW) < ROOM_TO_DRAW,
  minimap: true,
  toast: null,

  start: ({ document, ...loaded }) =>
    set({
      ...loaded,
      canEdit: loaded.mayEdit ?? true,
      history: history.begin(document),
      selection: [],
      selectedEdge: null,
    }),
  act: (operation, toast) => {
    if (!get().canEdit) return;
    const next = history.record(get().history, operation, Date.now());
    if (next === get().history) return;
    set({ history: next, ...stillThere(get(), next.present) });
    if (toast) get().say(toast, true);
  },
  undo: () => {
    const next = history.undo(get().history);
    set({ history: next, ...stillThere(get(), next.present) });
  },
  redo: () => {
    const next = history.redo(get().history);
    set({ history: next, ...stillThere(get(), next.present) });
  },
  replace: (document) => {
    const next = history.replace(get().history, document);
    set({ history: next, ...stillThere(get(), next.present) });
  },
  select: (keys) =>
    set((now) => (same(now.selection, keys) && !now.selectedEdge ? now : chosen(keys))),
  selectEdge: (at) => set({ selectedEdge: at, selection: [] }),
  open: (key, pointer) =>
    set({ ...chosen(key === null ? [] : [key]), paneOpen: true, focusPointer: pointer ?? null }),
  patch: (change) => set(change),
  say: (text, undo = false) => {
    toasts += 1;
    set({ toast: { id: toasts, text, undo } });
  },
}));

function chosen(keys: string[]): Partial<Designer> {
  return { selection: keys, selectedEdge: null, focusPointer: null };
}

function same(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

/** A selection without what is no longer in the document. */
function stillThere(now: Designer, document: Document): Partial<Designer> {
  const { nodes, edges } = document.graph;
  const kept = now.selection.filter((key) => nodes[key]);
  const edge = now.selectedEdge;
  const isEdge = edges.some((one) => one.from === edge?.node && one.port === edge.port);
  return {
    selection: kept.length === now.selection.length ? now.selection : kept,
    selectedEdge: isEdge ? edge : null,
  };
}

/** What is on the canvas: the draft, or in Live the drawing of a version. */
export const documentOf = (now: Designer): Document => now.shown ?? now.history.present;
export const useDocument = (): Document => useDesigner(documentOf);
export const useCatalog = (): Catalog => useDesigner((now) => now.catalog);
export const useStep = (key: string): Step | undefined =>
  useDesigner((now) => documentOf(now).graph.nodes[key]);
export const getDocument = (): Document => documentOf(useDesigner.getState());
const NO_PROBLEMS: Problem[] = [];
/** The problems of what is on the canvas: a published version has none. */
export const problemsOf = (now: Designer): Problem[] => (now.shown ? NO_PROBLEMS : now.problems);
