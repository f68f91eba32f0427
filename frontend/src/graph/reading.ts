import { tidy } from "./layout";
import { NEW } from "./schema";
import {
  type Configs,
  type Document,
  type Edge,
  type Graph,
  type Layout,
  type Point,
  SETTINGS,
  type Step,
  type StepType,
} from "./types";

/** What stands in where the server's graph leaves a field out: lists are empty then. */
export const DEFAULTS = Object.fromEntries(
  Object.entries(NEW).map(([type, config]) => [type, emptied(config)]),
) as { [T in StepType]: Configs[T] };

function emptied(config: object): object {
  const fields = Object.entries(config).map(([k, v]) => [k, Array.isArray(v) ? [] : v]);
  return Object.fromEntries(fields);
}

type Loose = Record<string, unknown>;
export type RawGraph = {
  settings?: Loose;
  nodes?: Record<string, { type: string; name?: string; config?: Loose }>;
  edges?: Edge[];
};
export type RawLayout = { positions?: Record<string, Point>; direction?: string };

/** A document from what the server keeps: defaults filled in, and a place for every step. */
export function readDocument(graph: RawGraph, layout: RawLayout): Document {
  const nodes = Object.entries(graph.nodes ?? {}).map(([key, node]) => [key, readStep(node)]);
  const read: Graph = {
    schema: 1,
    settings: { ...SETTINGS, ...graph.settings },
    nodes: Object.fromEntries(nodes),
    edges: graph.edges ?? [],
  };
  return { graph: read, layout: readLayout(read, layout) };
}

function readStep(node: { type: string; name?: string; config?: Loose }): Step {
  const type = node.type as StepType;
  const config: Loose = { ...DEFAULTS[type], ...node.config };
  if (Array.isArray(config.paths)) {
    const row = type === "split" ? { name: "", percent: 0 } : { name: "" };
    config.paths = config.paths.map((path: Loose) => ({ ...row, ...path }));
  }
  if (Array.isArray(config.alternatives)) {
    config.alternatives = config.alternatives.map((one: Loose) => ({
      name: "",
      condition: "",
      ...one,
    }));
  }
  return { type, name: node.name ?? "", config } as unknown as Step;
}

/** Positions that the layout lacks come from a tidy one; a layout without any is tidied whole. */
function readLayout(graph: Graph, layout: RawLayout): Layout {
  const direction = layout.direction === "right" ? "right" : "down";
  const known = layout.positions ?? {};
  const keys = Object.keys(graph.nodes);
  if (keys.every((key) => known[key])) return { positions: known, direction };
  const fresh = tidy(graph, direction);
  const isKept = keys.some((key) => known[key]);
  return { positions: isKept ? { ...fresh, ...known } : fresh, direction };
}
