import { PORTS } from "./schema";
import type { Edge, Graph, PortRef, Step } from "./types";

/** A way out of a step. `name` is what the user called it; null where the language gives the word. */
export type Port = { id: string; name: string | null; index: number };

/** The ways out of a step, in their order. */
export function portsOf(step: Step): Port[] {
  return ids(step).map(([id, name], index) => ({ id, name, index }));
}

type Row = { key: string; name: string };

/** The rules of the step's type, for what its settings are. */
function ids(step: Step): [string, string | null][] {
  const config = step.config as unknown as Record<string, unknown>;
  return PORTS[step.type].flatMap(({ port, each, when }): [string, string | null][] => {
    if (each) {
      const rows = (config[each] ?? []) as Row[];
      return rows.map((row) => [port.replace("{key}", row.key), row.name]);
    }
    const isThere = Object.entries(when ?? {}).every(([name, value]) => config[name] === value);
    return isThere ? [[port, null]] : [];
  });
}

/** The edge that leaves a port, if any. */
export function edgeAt(graph: Graph, at: PortRef): Edge | undefined {
  return graph.edges.find((edge) => edge.from === at.node && edge.port === at.port);
}

/** Whether an edge leaves a port: quick, as every card asks for each of its ports. */
export function isTaken(edges: Edge[], at: PortRef): boolean {
  let known = TAKEN.get(edges);
  if (!known) {
    known = new Set(edges.map((edge) => `${edge.from} ${edge.port}`));
    TAKEN.set(edges, known);
  }
  return known.has(`${at.node} ${at.port}`);
}
const TAKEN = new WeakMap<Edge[], Set<string>>();

/** Ports without an edge, of every step or of one. */
export function freePorts(graph: Graph, node?: string): PortRef[] {
  const keys = node === undefined ? Object.keys(graph.nodes) : [node];
  return keys.flatMap((key) => {
    const step = graph.nodes[key];
    const ports = step ? portsOf(step) : [];
    return ports
      .map((port) => ({ node: key, port: port.id }))
      .filter((ref) => !isTaken(graph.edges, ref));
  });
}

/** Whether the way out needs a label on the canvas: not where there is one, without a name. */
export function isLabelled(step: Step, port: string): boolean {
  if (port === "next") return false;
  const ports = portsOf(step);
  return ports.length > 1 || Boolean(ports[0]?.name);
}
