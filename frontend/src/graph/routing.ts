import { entryPoint, portPoint, positionOf, type Size, sizeOf } from "./geometry";
import type { Direction, Document, Edge, Point } from "./types";

/** How far from a card an edge turns, and how near it may pass one. */
const TURN = 20;
const CLEAR = 8;
/** Ends that are nearly in line are drawn in line. */
const JOG = 6;

type Card = { key: string; at: Point; size: Size };

/**
 * The corners of an edge: out of its port, across, and into its step, around the cards that are
 * in the way. The usual way turns half way; where a card lies on it, the turn is made at the
 * source, at the target, or by a lane beside the cards.
 */
export function route(document: Document, edge: Edge): Point[] {
  const a = portPoint(document, { node: edge.from, port: edge.port });
  const b = entryPoint(document, edge.to);
  if (!a || !b) return [];
  const { direction } = document.layout;
  const cards = cardsOf(document).filter(({ key }) => key !== edge.from && key !== edge.to);
  const line = routeDown(turnedIf(direction, a), turnedIf(direction, b), cards);
  return line.map((point) => turnedIf(direction, point));
}

/** Every card, as if the flow went down; kept while the document stays, as many edges ask. */
function cardsOf(document: Document): Card[] {
  const kept = CARDS.get(document);
  if (kept) return kept;
  const { direction, foot } = document.layout;
  const cards = Object.entries(document.graph.nodes).map(([key, step]) => {
    const card = { key, at: positionOf(document, key), size: sizeOf(step, direction, foot) };
    return direction === "down" ? card : turnedCard(card);
  });
  CARDS.set(document, cards);
  return cards;
}
const CARDS = new WeakMap<Document, Card[]>();

/** Left to right is top to bottom with x and y exchanged. */
function turnedIf(direction: Direction, point: Point): Point {
  return direction === "down" ? point : { x: point.y, y: point.x };
}

function turnedCard({ key, at, size }: Card): Card {
  return { key, at: { x: at.y, y: at.x }, size: { width: size.height, height: size.width } };
}

function routeDown(a: Point, b: Point, cards: Card[]): Point[] {
  if (Math.abs(a.x - b.x) < JOG && b.y > a.y && isFree([a, { x: a.x, y: b.y }], cards)) {
    return [a, { x: a.x, y: b.y }];
  }
  const usual = turnAt(a, b, (a.y + b.y) / 2);
  if (b.y < a.y + 2 * TURN) return usual;
  const near = [usual, turnAt(a, b, a.y + TURN * 1.8), turnAt(a, b, b.y - TURN)];
  const free = near.find((line) => isFree(line, cards));
  return free ?? bestLane(a, b, cards) ?? usual;
}

function turnAt(a: Point, b: Point, y: number): Point[] {
  return [a, { x: a.x, y }, { x: b.x, y }, b];
}

/** The nearest lane beside the cards between the two ends. */
function bestLane(a: Point, b: Point, cards: Card[]): Point[] | undefined {
  const between = cards.filter(({ at, size }) => at.y + size.height > a.y && at.y < b.y);
  const middle = (a.x + b.x) / 2;
  return between
    .flatMap(({ at, size }) => [at.x - TURN, at.x + size.width + TURN])
    .sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))
    .map((x) => [
      a,
      { x: a.x, y: a.y + TURN * 1.8 },
      { x, y: a.y + TURN * 1.8 },
      { x, y: b.y - TURN },
      { x: b.x, y: b.y - TURN },
      b,
    ])
    .find((line) => isFree(line, cards));
}

function isFree(line: Point[], cards: Card[]): boolean {
  return line.every((to, i) => {
    const from = line[i - 1];
    return !from || !cards.some((card) => crosses(from, to, card));
  });
}

function crosses(a: Point, b: Point, { at, size }: Card): boolean {
  return (
    Math.max(a.x, b.x) > at.x - CLEAR &&
    Math.min(a.x, b.x) < at.x + size.width + CLEAR &&
    Math.max(a.y, b.y) > at.y - CLEAR &&
    Math.min(a.y, b.y) < at.y + size.height + CLEAR
  );
}

/** In the middle, else nearer to the target, where something else stands. */
const SHARES = [0.5, 0.7, 0.9, 0.3, 1];
const PILL = 76;
const PILLS = 118;
const SHORT = 48;

/**
 * Where the name of a path stands: on the first stretch across, clear of points to avoid (the
 * buttons at ways out that lead nowhere yet) and of the names of the ways beside it.
 */
export function labelPoint(
  line: Point[],
  direction: Direction,
  avoid: Point[] = [],
  beside: Point[] = [],
): Point {
  const [a, b, c] = line.map((point) => turnedIf(direction, point));
  if (!a || !b) return { x: 0, y: 0 };
  if (!c || b.y - a.y >= 80) {
    return turnedIf(direction, { x: a.x, y: Math.min(a.y + 38, (a.y + b.y) / 2) });
  }
  const taken = avoid.map((point) => turnedIf(direction, point).x);
  const isCrossed = (x: number) => x > Math.min(b.x, c.x) && x < Math.max(b.x, c.x);
  const others = beside.map((point) => turnedIf(direction, point).x).filter(isCrossed);
  // On a short jog it stands where the way begins.
  const shares = Math.abs(c.x - b.x) < SHORT ? [0, ...SHARES] : SHARES;
  const places = shares.map((share) => b.x + (c.x - b.x) * share);
  const near = (x: number, points: number[]) => points.map((other) => Math.abs(other - x));
  const room = (x: number) =>
    Math.min(PILL, ...near(x, taken), ...near(x, others).map((gap) => (gap * PILL) / PILLS));
  const widest = places.reduce((best, x) => (room(x) > room(best) ? x : best));
  return turnedIf(direction, { x: widest, y: b.y });
}

/** An SVG path along corners, with round turns. */
export function pathOf(line: Point[], radius = 8): string {
  const [start] = line;
  if (!start) return "";
  const parts = [`M ${start.x} ${start.y}`];
  for (let i = 1; i < line.length; i++) {
    const [before, at, after] = [line[i - 1] as Point, line[i] as Point, line[i + 1]];
    if (!after) parts.push(`L ${at.x} ${at.y}`);
    else parts.push(turn(before, at, after, radius));
  }
  return parts.join(" ");
}

function turn(before: Point, at: Point, after: Point, radius: number): string {
  const r = Math.min(radius, length(before, at) / 2, length(at, after) / 2);
  const from = towards(at, before, r);
  const to = towards(at, after, r);
  return `L ${from.x} ${from.y} Q ${at.x} ${at.y} ${to.x} ${to.y}`;
}

function length(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by };
}
