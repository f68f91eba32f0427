import { portsOf } from "./ports";
import type { Edge, Graph } from "./types";

/** Edges of a step in the order of its ports: the order in which a reader follows them. */
export function outgoing(graph: Graph, key: string): Edge[] {
  const step = graph.nodes[key];
  const order = step ? portsOf(step).map((port) => port.id) : [];
  return graph.edges
    .filter((edge) => edge.from === key && graph.nodes[edge.to] !== undefined)
    .sort((a, b) => order.indexOf(a.port) - order.indexOf(b.port));
}

export function incoming(graph: Graph, key: string): Edge[] {
  return graph.edges.filter((edge) => edge.to === key);
}

/** Everything that can be reached from a step, without itself. */
export function downstream(graph: Graph, key: string): Set<string> {
  const found = new Set<string>();
  const next = [key];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const edge of outgoing(graph, at)) {
      if (!found.has(edge.to)) {
        found.add(edge.to);
        next.push(edge.to);
      }
    }
  }
  return found;
}

/** Everything from which a step can be reached, without itself. */
export function upstream(graph: Graph, key: string): Set<string> {
  const all = Object.keys(graph.nodes).filter((one) => downstream(graph, one).has(key));
  return new Set(all);
}

/** A step with everything that is reached by it alone: what goes when its branch goes. */
export function branchOf(graph: Graph, key: string): string[] {
  const after = downstream(graph, key);
  const gone = new Set([key]);
  // In the order of the flow, so that what leads to a step is judged before it.
  for (const one of flowOrder(graph)) {
    const isOurs = incoming(graph, one).every((edge) => gone.has(edge.from));
    if (after.has(one) && isOurs) gone.add(one);
  }
  return [...gone];
}

/** Steps without an edge into them: the entry first. */
export function roots(graph: Graph): string[] {
  const targets = new Set(graph.edges.map((edge) => edge.to));
  const free = Object.keys(graph.nodes).filter((key) => !targets.has(key));
  const isEntry = (key: string) => graph.nodes[key]?.type === "entry";
  return [...free.filter(isEntry), ...free.filter((key) => !isEntry(key))];
}

/** All steps in the order of the flow, first paths first: a topological order; cycles last. */
export function flowOrder(graph: Graph): string[] {
  const done: string[] = [];
  const seen = new Set<string>();
  const visit = (key: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const edge of outgoing(graph, key).reverse()) visit(edge.to);
    done.push(key);
  };
  for (const key of [...roots(graph), ...Object.keys(graph.nodes)].reverse()) {
    if (!seen.has(key)) visit(key);
  }
  return done.reverse();
}

/** How many steps come before each step on the longest way to it. */
export function ranks(graph: Graph): Map<string, number> {
  const found = new Map<string, number>();
  for (const key of flowOrder(graph)) {
    const own = found.get(key) ?? 0;
    found.set(key, own);
    for (const edge of outgoing(graph, key)) {
      found.set(edge.to, Math.max(found.get(edge.to) ?? 0, own + 1));
    }
  }
  return found;
}
