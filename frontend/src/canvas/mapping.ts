import { type Edge as FlowEdge, type Node as FlowNode, MarkerType, Position } from "@xyflow/react";
import { portPoint, positionOf, sizeOf } from "../graph/geometry";
import { flowOrder } from "../graph/order";
import { freePorts } from "../graph/ports";
import { route } from "../graph/routing";
import type { Direction, Document, Edge, Point, PortRef } from "../graph/types";

/** Between our graph and React Flow's: the only place that knows both. */
export type StepNode = FlowNode<Record<string, never>, "step">;
export type StepEdge = FlowEdge<EdgeData, "step">;
/** Where the edge runs, and points that its label should keep clear of: free and other ways out. */
export type EdgeData = {
  port: string;
  line: Point[];
  avoid: Point[];
  beside: Point[];
  direction: Direction;
};

const NO_DATA: Record<string, never> = {};

export function edgeId(at: PortRef): string {
  return `${at.node} ${at.port}`;
}

export function portOf(edge: { source: string; sourceHandle?: string | null }): PortRef {
  return { node: edge.source, port: edge.sourceHandle ?? "next" };
}

/**
 * The cards, in the order of the flow, so that Tab follows it. What React Flow measured of a card
 * before is kept, and so is the whole of a card that stays as it was: then it is not drawn again.
 * A card's data is empty, since it reads its step from the store.
 */
export function toNodes(
  document: Document,
  selection: string[],
  labels: Map<string, string>,
  before: StepNode[],
): StepNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const chosen = new Set(selection);
  return flowOrder(document.graph).map((key) => {
    const label = labels.get(key) ?? key;
    const next = toNode(document, key, chosen.has(key), label);
    const old = known.get(key);
    return old && sameNode(old, next) ? old : { ...old, ...next };
  });
}

function toNode(document: Document, key: string, selected: boolean, label: string): StepNode {
  const step = document.graph.nodes[key];
  const { direction, foot } = document.layout;
  const size = step ? sizeOf(step, direction, foot) : { width: 0, height: 0 };
  const attributes = { "data-testid": `node:${key}`, "data-kind": step?.type ?? "" };
  const sides = positionsFor(direction);
  return {
    id: key,
    type: "step",
    position: positionOf(document, key),
    data: NO_DATA,
    ...size,
    selected,
    ariaLabel: label,
    domAttributes: attributes as object,
    sourcePosition: sides.source,
    targetPosition: sides.target,
  };
}

const NODE_FIELDS = ["width", "height", "selected", "ariaLabel", "sourcePosition"] as const;

function sameNode(a: StepNode, b: StepNode): boolean {
  const isThere = a.position.x === b.position.x && a.position.y === b.position.y;
  return isThere && NODE_FIELDS.every((field) => a[field] === b[field]);
}

/** The edges with their ways; one whose way stays as it was is not drawn again. */
export function toEdges(
  document: Document,
  selected: PortRef | null,
  before: StepEdge[],
): StepEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  return document.graph.edges.map((edge) => {
    const next = toEdge(document, edge, selected);
    const old = known.get(next.id);
    return old && sameEdge(old, next) ? old : next;
  });
}

function sameEdge(a: StepEdge, b: StepEdge): boolean {
  const same = a.target === b.target && a.selected === b.selected;
  return same && JSON.stringify(a.data) === JSON.stringify(b.data);
}

function toEdge(document: Document, edge: Edge, selected: PortRef | null): StepEdge {
  const attributes = { "data-testid": `edge:${edge.from}:${edge.port}:${edge.to}` };
  const isSelected = selected?.node === edge.from && selected.port === edge.port;
  const free = freePorts(document.graph, edge.from);
  const others = document.graph.edges
    .filter((other) => other.from === edge.from && other.port !== edge.port)
    .map((other) => ({ node: other.from, port: other.port }));
  const { direction } = document.layout;
  return {
    id: edgeId({ node: edge.from, port: edge.port }),
    type: "step",
    source: edge.from,
    sourceHandle: edge.port,
    target: edge.to,
    data: {
      port: edge.port,
      line: route(document, edge),
      avoid: free.flatMap((at) => portPoint(document, at) ?? []),
      beside: others.flatMap((at) => portPoint(document, at) ?? []),
      direction,
    },
    selected: isSelected,
    reconnectable: "target",
    markerEnd: {
      type: MarkerType.ArrowClosed,
      // The same head on a line of any width.
      markerUnits: "userSpaceOnUse",
      width: 22,
      height: 22,
      color: isSelected ? "var(--primary)" : "var(--edge)",
    },
    domAttributes: attributes as object,
  };
}

export function positionsFor(direction: Direction) {
  return direction === "down"
    ? { source: Position.Bottom, target: Position.Top }
    : { source: Position.Right, target: Position.Left };
}
