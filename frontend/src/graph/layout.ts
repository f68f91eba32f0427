import { CARD, GAP, portShare, sizeOf, snap } from "./geometry";
import { outgoing, ranks, roots } from "./order";
import { isLabelled, portsOf } from "./ports";
import type { Direction, Graph, Point } from "./types";

/**
 * Positions for every step: rows by the longest way from the start, and within a row branches in
 * the order of their paths. A tidy tree (Reingold and Tilford) over each step's lowest parent:
 * unlike a layered layout that minimises crossings, it never changes the order of branches.
 */
export function tidy(graph: Graph, direction: Direction): Record<string, Point> {
  const rank = ranks(graph);
  const across = placeAcross(graph, rank, direction);
  const along = rowStarts(graph, rank, direction);
  const positions: Record<string, Point> = {};
  for (const [key, step] of Object.entries(graph.nodes)) {
    const size = sizeOf(step, direction);
    const [a, b] = [across.get(key) ?? 0, along[rank.get(key) ?? 0] ?? 0];
    positions[key] = snap(
      direction === "down" ? { x: a - size.width / 2, y: b } : { x: b, y: a - size.height / 2 },
    );
  }
  return positions;
}

type Span = { from: number; to: number };
/** What a subtree covers in each row, relative to its root's middle. */
type Outline = Map<number, Span>;
type Shift = { key: string; by: number };
type Placed = { outline: Outline; children: Shift[] };

/** The middle of each step across the flow. */
function placeAcross(graph: Graph, rank: Map<string, number>, direction: Direction) {
  const children = tree(graph, rank);
  const placed = new Map<string, Placed>();
  const gap = direction === "down" ? GAP.branch : GAP.branch - 8;
  const measure = (key: string): Placed => {
    const own = rank.get(key) ?? 0;
    const half = acrossSize(graph, key, direction) / 2;
    const parts = (children.get(key) ?? []).map((child) => ({ key: child, ...measure(child) }));
    const { outline, shifts } = beside(parts, own + 1, gap);
    const middle = centre(shifts) - underPorts(graph, key, direction);
    const result: Outline = new Map([[own, { from: -half, to: half }]]);
    for (const [row, span] of outline) {
      result.set(row, { from: span.from - middle, to: span.to - middle });
    }
    const moved = shifts.map((shift) => ({ key: shift.key, by: shift.by - middle }));
    placed.set(key, { outline: result, children: moved });
    return { outline: result, children: moved };
  };
  const tops = roots(graph).map((key) => ({ key, ...measure(key) }));
  const found = new Map<string, number>();
  const put = (key: string, at: number) => {
    found.set(key, at);
    for (const child of placed.get(key)?.children ?? []) put(child.key, at + child.by);
  };
  for (const shift of beside(tops, 0, gap).shifts) put(shift.key, shift.by);
  return found;
}

/** Where some ways out lead nowhere, what follows stands below those that lead somewhere. */
function underPorts(graph: Graph, key: string, direction: Direction): number {
  const step = graph.nodes[key];
  const used = new Set(outgoing(graph, key).map((edge) => edge.port));
  const ports = step ? portsOf(step) : [];
  if (used.size === 0 || used.size === ports.length) return 0;
  const shares = ports.filter((port) => used.has(port.id));
  const sum = shares.reduce((total, port) => total + portShare(port.index, ports.length), 0);
  return (sum / shares.length - 0.5) * acrossSize(graph, key, direction);
}

function acrossSize(graph: Graph, key: string, direction: Direction): number {
  const step = graph.nodes[key];
  if (!step) return 0;
  const size = sizeOf(step, direction);
  return direction === "down" ? size.width : size.height;
}

/** Each step under one parent: the lowest of those before it, the first of them on a tie. */
function tree(graph: Graph, rank: Map<string, number>): Map<string, string[]> {
  const parents = new Map<string, string>();
  for (const key of Object.keys(graph.nodes)) {
    for (const edge of outgoing(graph, key)) {
      const before = parents.get(edge.to);
      const lower = before === undefined || (rank.get(key) ?? 0) > (rank.get(before) ?? 0);
      if (lower && (rank.get(key) ?? 0) < (rank.get(edge.to) ?? 0)) parents.set(edge.to, key);
    }
  }
  const children = new Map<string, string[]>();
  for (const key of Object.keys(graph.nodes)) {
    const own = outgoing(graph, key).map((edge) => edge.to);
    children.set(
      key,
      [...new Set(own)].filter((child) => parents.get(child) === key),
    );
  }
  return children;
}

/** Subtrees side by side, as near as their outlines allow. `top` is the row that is always kept free. */
function beside(parts: ({ key: string } & Placed)[], top: number, gap: number) {
  const outline: Outline = new Map();
  const shifts: Shift[] = [];
  for (const part of parts) {
    const filled = fillDown(part.outline, top);
    let by = 0;
    for (const [row, span] of filled) {
      const taken = outline.get(row);
      if (taken) by = Math.max(by, taken.to + gap - span.from);
    }
    for (const [row, span] of filled) {
      const moved = { from: span.from + by, to: span.to + by };
      const taken = outline.get(row);
      outline.set(row, taken ? { from: taken.from, to: moved.to } : moved);
    }
    shifts.push({ key: part.key, by });
  }
  return { outline, shifts };
}

/** Rows between the parent and a lower child are kept free for the edge. */
function fillDown(outline: Outline, top: number): Outline {
  const filled = new Map(outline);
  const first = Math.min(...outline.keys());
  const span = outline.get(first);
  for (let row = top; span && row < first; row++) filled.set(row, span);
  return filled;
}

/** The middle of a row of subtrees: of an odd number the middle one, whose edge is then straight. */
function centre(shifts: Shift[]): number {
  const half = Math.floor(shifts.length / 2);
  const [first, last] =
    shifts.length % 2 ? [shifts[half], shifts[half]] : [shifts[0], shifts.at(-1)];
  return first && last ? (first.by + last.by) / 2 : 0;
}

/** Where each row begins along the flow: rows after named paths leave room for the names. */
function rowStarts(graph: Graph, rank: Map<string, number>, direction: Direction): number[] {
  const last = Math.max(0, ...rank.values());
  const starts = [0];
  for (let row = 0; row < last; row++) {
    const keys = [...rank].filter(([, of]) => of === row).map(([key]) => key);
    starts.push((starts[row] as number) + rowDepth(graph, keys, direction));
  }
  return starts;
}

function rowDepth(graph: Graph, keys: string[], direction: Direction): number {
  const labelled = keys.some((key) => {
    const step = graph.nodes[key];
    return step && portsOf(step).some((port) => isLabelled(step, port.id));
  });
  if (direction === "right") return CARD.width + (labelled ? GAP.labelledColumn : GAP.column);
  return CARD.height + (labelled ? GAP.labelledRow : GAP.row);
}
