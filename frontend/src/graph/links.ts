import { downstream } from "./order";
import { portsOf } from "./ports";
import type { Graph, PortRef, StepType } from "./types";

/** Why an edge cannot be drawn; the words are the client's. */
export type LinkFault = "no_port" | "no_step" | "into_entry" | "itself" | "loop";

/** Whether a port may lead to a step; null when it may. Version 1 has no loops. */
export function linkFault(graph: Graph, from: PortRef, to: string): LinkFault | null {
  const [source, target] = [graph.nodes[from.node], graph.nodes[to]];
  if (!source || !portsOf(source).some((port) => port.id === from.port)) return "no_port";
  if (!target) return "no_step";
  if (target.type === "entry") return "into_entry";
  if (from.node === to) return "itself";
  return downstream(graph, to).has(from.node) ? "loop" : null;
}

/** Why a kind of step cannot be put at a place. */
export type PlaceFault = "entry_exists" | "entry_after" | "end_between";

/** Whether a new step of this type may stand at a port or freely. */
export function placeFault(graph: Graph, type: StepType, at: PortRef | null): PlaceFault | null {
  if (type === "entry") {
    if (Object.values(graph.nodes).some((step) => step.type === "entry")) return "entry_exists";
    return at === null ? null : "entry_after";
  }
  const occupied = at !== null && graph.edges.some((e) => e.from === at.node && e.port === at.port);
  return type === "end" && occupied ? "end_between" : null;
}

/** Whether a step that stands in the flow may be moved to another port. */
export function moveFault(graph: Graph, key: string, at: PortRef): PlaceFault | "loop" | null {
  const step = graph.nodes[key];
  const edge = graph.edges.find((e) => e.from === at.node && e.port === at.port);
  // Its own ways in and out: there it stands already.
  if (!step || at.node === key || edge?.to === key) return "loop";
  if (step.type === "entry") return "entry_after";
  const fault = placeFault(graph, step.type, at);
  if (fault) return fault;
  // What follows by its other ways must not lead back to the new place.
  const first = portsOf(step)[0]?.id;
  const others = graph.edges.filter((e) => e.from === key && e.port !== first);
  const leadsBack = others.some((e) => e.to === at.node || downstream(graph, e.to).has(at.node));
  return leadsBack ? "loop" : null;
}
