import {
  CARD,
  distance,
  distanceToLine,
  overlaps,
  portPoint,
  positionOf,
  type Size,
  sizeOf,
  snap,
} from "./geometry";
import { linkFault, moveFault, placeFault } from "./links";
import { downstream, flowOrder, incoming, outgoing } from "./order";
import { edgeAt, freePorts, isLabelled, portsOf } from "./ports";
import { route } from "./routing";
import type { Document, Edge, Graph, Point, PortRef, Step, StepType } from "./types";

/** How near a pointer must be, in pixels of the canvas. */
export const REACH = { edge: 24, port: 28, freePort: 160 };

/** Where a step that is dropped at a point would go: onto a port or edge, else loose. */
export function dropTarget(document: Document, point: Point, type: StepType): PortRef | null {
  const allowed = (at: PortRef) => placeFault(document.graph, type, at) === null;
  const ports = freePorts(document.graph).filter(allowed);
  const near = nearest(ports, REACH.port, (at) => pointDistance(document, at, point));
  if (near) return near;
  const edges = document.graph.edges
    .map((edge) => ({ node: edge.from, port: edge.port }))
    .filter(allowed);
  const onEdge = nearest(edges, REACH.edge, (at) => lineDistance(document, at, point));
  return onEdge ?? nearest(ports, REACH.freePort, (at) => pointDistance(document, at, point));
}

/** The port or edge under a step that was dragged there and could move to it; null for none. */
export function relocation(document: Document, key: string, point: Point): PortRef | null {
  const { graph } = document;
  const allowed = (at: PortRef) => moveFault(graph, key, at) === null;
  const free = freePorts(graph).filter(allowed);
  const near = nearest(free, REACH.port, (at) => pointDistance(document, at, point));
  if (near) return near;
  const lines = graph.edges.filter((edge) => edge.from !== key).map(portOf);
  return nearest(lines.filter(allowed), REACH.edge, (at) => lineDistance(document, at, point));
}

/** The step whose card lies under a point, if an edge from `from` may end there. */
export function stepAt(document: Document, point: Point, margin = 24): string | null {
  const hit = Object.entries(document.graph.nodes).filter(([key, step]) => {
    const at = positionOf(document, key);
    const size = sizeOf(step, document.layout.direction);
    return overlaps(at, size, point, { width: 0, height: 0 }, margin);
  });
  return hit.at(-1)?.[0] ?? null;
}

function nearest<T>(list: T[], reach: number, far: (one: T) => number): T | null {
  let [found, best]: [T | null, number] = [null, reach];
  for (const one of list) {
    const d = far(one);
    if (d <= best) [found, best] = [one, d];
  }
  return found;
}

function pointDistance(document: Document, at: PortRef, point: Point): number {
  const from = portPoint(document, at);
  return from ? distance(from, point) : Number.POSITIVE_INFINITY;
}

function lineDistance(document: Document, at: PortRef, point: Point): number {
  const edge = edgeAt(document.graph, at);
  return edge ? distanceToLine(point, route(document, edge)) : Number.POSITIVE_INFINITY;
}

/**
 * Where a step that is added without pointing goes: at the selected step's first free port, on its
 * first edge, or before it where nothing can follow; with nothing selected, at the last free port
 * of the flow, else on its last edge.
 */
export function nextPlace(
  document: Document,
  selected: string | null,
  type: StepType,
): PortRef | null {
  const { graph } = document;
  const allowed = (at: PortRef) => placeFault(graph, type, at) === null;
  const order = flowOrder(graph).reverse();
  const around = selected === null ? [] : placesAround(graph, selected);
  const free = order.flatMap((key) => freePorts(graph, key));
  const edges = order.flatMap((key) => outgoing(graph, key)).map(portOf);
  return [...around, ...free, ...edges].find(allowed) ?? null;
}

function placesAround(graph: Graph, key: string): PortRef[] {
  const after = outgoing(graph, key).map(portOf);
  return [...freePorts(graph, key), ...after, ...incoming(graph, key).map(portOf)];
}

function portOf(edge: Edge): PortRef {
  return { node: edge.from, port: edge.port };
}

/** A free position below (or right of) a port, moved aside until it covers no card. */
export function positionAfter(document: Document, at: PortRef, step: Step): Point {
  const { direction } = document.layout;
  const size = sizeOf(step, direction);
  const from = portPoint(document, at) ?? { x: 0, y: 0 };
  const source = document.graph.nodes[at.node];
  const gap = source && isLabelled(source, at.port) ? 72 : 40;
  const start =
    direction === "down"
      ? { x: from.x - size.width / 2 + fan(document, at), y: from.y + gap }
      : { x: from.x + gap + 40, y: from.y - size.height / 2 };
  return freeSpot(document, snap(start), size);
}

/** Branches start apart, so that their cards do not push one another about. */
function fan(document: Document, at: PortRef): number {
  const step = document.graph.nodes[at.node];
  const ports = step ? portsOf(step) : [];
  const index = ports.findIndex((port) => port.id === at.port);
  return (index - (ports.length - 1) / 2) * (CARD.width + 40 - CARD.width / (ports.length + 1));
}

/** The nearest position to the right (left to right: below) at which a card covers no other. */
export function freeSpot(document: Document, start: Point, size: Size): Point {
  const cards = Object.entries(document.graph.nodes).map(
    ([key, step]) => [positionOf(document, key), sizeOf(step, document.layout.direction)] as const,
  );
  const spot = { ...start };
  for (let tries = 0; tries < 500; tries++) {
    const hit = cards.find(([at, other]) => overlaps(spot, size, at, other));
    if (!hit) break;
    if (document.layout.direction === "down") spot.x = hit[0].x + hit[1].width + 40;
    else spot.y = hit[0].y + hit[1].height + 32;
  }
  return snap(spot);
}

/** Steps below a new one in the way of it, moved on together as far as it needs. */
export function makeRoom(document: Document, above: string, room: number): Record<string, Point> {
  const { direction } = document.layout;
  const axis = direction === "down" ? "y" : "x";
  const moved = [...downstream(document.graph, above)];
  return Object.fromEntries(
    moved.map((key) => {
      const at = positionOf(document, key);
      return [key, { ...at, [axis]: at[axis] + room }];
    }),
  );
}

/** The steps to which a port may lead, in the order of the flow. */
export function linkTargets(document: Document, from: PortRef): string[] {
  return flowOrder(document.graph).filter((key) => linkFault(document.graph, from, key) === null);
}
