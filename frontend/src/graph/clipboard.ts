import { positionOf } from "./geometry";
import { copyName, freshKey } from "./keys";
import type { Operation } from "./operations";
import type { Document, Edge, Json, Point, Step, StepType } from "./types";

/** Steps on their way through the clipboard, to this journey or another one. */
export type Clip = {
  gilmok: "steps";
  nodes: Record<string, Step>;
  edges: Edge[];
  positions: Record<string, Point>;
};

const TYPES: StepType[] = ["entry", "condition", "split", "wait", "action", "end"];

/** The chosen steps with the edges between them. */
export function clip(document: Document, keys: string[]): Clip {
  const chosen = Object.entries(document.graph.nodes).filter(([key]) => keys.includes(key));
  return {
    gilmok: "steps",
    nodes: Object.fromEntries(chosen),
    edges: document.graph.edges.filter((e) => keys.includes(e.from) && keys.includes(e.to)),
    positions: Object.fromEntries(chosen.map(([key]) => [key, positionOf(document, key)])),
  };
}

/** Reads what may be a clip; null for any other text. */
export function readClip(text: string): Clip | null {
  const value = parsed(text);
  if (!isRecord(value) || value.gilmok !== "steps") return null;
  const { nodes, edges, positions } = value;
  if (!isRecord(nodes) || !Object.values(nodes).every(isStep)) return null;
  if (!Array.isArray(edges) || !isRecord(positions)) return null;
  return value as unknown as Clip;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStep(value: unknown): boolean {
  if (!isRecord(value) || typeof value.name !== "string" || !isRecord(value.config)) return false;
  const { type, config } = value;
  if (!TYPES.includes(type as StepType)) return false;
  if (type === "condition" || type === "split") return Array.isArray(config.paths);
  return type !== "wait" || Array.isArray(config.alternatives);
}

/** The paste of a clip: new keys and names, a second entry left out, moved by an offset. */
export function pasteOf(document: Document, from: Clip, by: Point): Operation {
  const { nodes } = document.graph;
  const hasEntry = Object.values(nodes).some((step) => step.type === "entry");
  const steps = Object.entries(from.nodes).filter(([, s]) => s.type !== "entry" || !hasEntry);
  const keys = new Map<string, string>();
  const names = new Set(Object.values(nodes).map((step) => step.name));
  for (const [key] of steps) {
    keys.set(key, freshKey(key, [...Object.keys(nodes), ...keys.values()]));
  }
  const renamed = steps.map(([key, step]) => {
    const name = names.has(step.name) ? copyName(step.name, names) : step.name;
    names.add(name);
    return [keys.get(key) as string, { ...step, name }] as const;
  });
  return {
    kind: "paste",
    nodes: Object.fromEntries(renamed) as Record<string, Step>,
    edges: from.edges.flatMap((edge) => rekeyed(edge, keys)),
    positions: Object.fromEntries(
      steps.map(([key]) => [keys.get(key) as string, offset(from.positions[key], by)]),
    ),
  };
}

function rekeyed(edge: Edge, keys: Map<string, string>): Edge[] {
  const [from, to] = [keys.get(edge.from), keys.get(edge.to)];
  return from && to ? [{ from, port: edge.port, to }] : [];
}

function offset(point: Point | undefined, by: Point): Point {
  return { x: (point?.x ?? 0) + by.x, y: (point?.y ?? 0) + by.y };
}

/** For a test of equality of documents: the same JSON whatever the order of keys. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] as Json)}`);
  return `{${parts.join(",")}}`;
}
