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
