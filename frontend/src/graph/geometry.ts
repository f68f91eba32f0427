import { portsOf } from "./ports";
import type { Direction, Document, Point, PortRef, Step } from "./types";

/** Sizes of the canvas, in its own pixels. */
export const CARD = { width: 232, height: 64 };
/** Half of every width is 4 more than a multiple of the grid, so that cards can stand in line. */
export const END = { width: 168, height: 40 };
export const GRID = 8;
export const GAP = { row: 40, labelledRow: 76, branch: 40, column: 80, labelledColumn: 176 };
/** Between two ports: beside one another their names must fit, one above the other only the dots. */
const PORT_ROOM = { down: 62, right: 30 };

export type Size = { width: number; height: number };

/** A card's size: wide enough (or, left to right, high enough) that its ports do not touch. */
export function sizeOf(step: Step, direction: Direction = "down", foot = 0): Size {
  const { width, height } = bareSize(step, direction);
  return { width, height: height + foot };
}

function bareSize(step: Step, direction: Direction): Size {
  if (step.type === "end") return END;
  const room = (portsOf(step).length + 1) * PORT_ROOM[direction];
  if (direction === "right") return { ...CARD, height: Math.max(CARD.height, room) };
  return { ...CARD, width: Math.max(CARD.width, Math.ceil((room - 8) / 16) * 16 + 8) };
}

/** Where a port of a card sits, as a share of its edge between 0 and 1. */
export function portShare(index: number, count: number): number {
  return (index + 1) / (count + 1);
}

export function snap(point: Point): Point {
  return { x: Math.round(point.x / GRID) * GRID, y: Math.round(point.y / GRID) * GRID };
}

export function positionOf(document: Document, key: string): Point {
  return document.layout.positions[key] ?? { x: 0, y: 0 };
}

/** The point at which edges leave by a port. */
export function portPoint(document: Document, at: PortRef): Point | null {
  const step = document.graph.nodes[at.node];
  const ports = step ? portsOf(step) : [];
  const port = ports.find((one) => one.id === at.port);
  if (!step || !port) return null;
  const { x, y } = positionOf(document, at.node);
  const size = sizeOf(step, document.layout.direction, document.layout.foot);
  const share = portShare(port.index, ports.length);
  return document.layout.direction === "down"
    ? { x: x + size.width * share, y: y + size.height }
    : { x: x + size.width, y: y + size.height * share };
}

/** The point at which edges come into a step. */
export function entryPoint(document: Document, key: string): Point | null {
  const step = document.graph.nodes[key];
  if (!step) return null;
  const { x, y } = positionOf(document, key);
  const size = sizeOf(step, document.layout.direction, document.layout.foot);
  return document.layout.direction === "down"
    ? { x: x + size.width / 2, y }
    : { x, y: y + size.height / 2 };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** How far a point is from a line of corners; infinite for no line. */
export function distanceToLine(point: Point, line: Point[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1] as Point, line[i] as Point];
    nearest = Math.min(nearest, distanceToSegment(point, a, b));
  }
  return nearest;
}

function distanceToSegment(point: Point, a: Point, b: Point): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = length
    ? ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length
    : 0;
  const t = Math.min(1, Math.max(0, along));
  return distance(point, { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) });
}

/** Whether two cards, each with a margin, lie over one another. */
export function overlaps(a: Point, sizeA: Size, b: Point, sizeB: Size, margin = 16): boolean {
  return (
    a.x < b.x + sizeB.width + margin &&
    b.x < a.x + sizeA.width + margin &&
    a.y < b.y + sizeB.height + margin &&
    b.y < a.y + sizeA.height + margin
  );
}
