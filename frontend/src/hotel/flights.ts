import type { Graph } from "../graph/types";
import type { Ports } from "./api";

/** People who went over an edge between two looks: how many, and after which others. */
export type Flight = { from: string; port: string; to: string; count: number; rank: number };

/** What moved since the last look. Nothing where the numbers went back: that was a reset. */
export function flightsBetween(before: Ports, now: Ports, graph: Graph): Flight[] {
  const moved = graph.edges.flatMap((edge) => {
    const count = passed(now, edge) - passed(before, edge);
    return count > 0 ? [{ from: edge.from, port: edge.port, to: edge.to, count, rank: 0 }] : [];
  });
  for (const flight of moved) flight.rank = rankOf(flight, moved);
  return moved;
}

function passed(numbers: Ports, edge: { from: string; port: string }): number {
  return numbers.nodes[edge.from]?.ports[edge.port] ?? 0;
}

/** How many moved edges lie before this one: whoever passed several in one look runs over each in turn. */
function rankOf(flight: Flight, moved: Flight[]): number {
  const before = moved.filter((other) => other.to === flight.from);
  return before.length === 0 ? 0 : 1 + Math.max(...before.map((other) => rankOf(other, moved)));
}

/** A few run one by one; more run as one token that bears their number. */
export const FEW = 3;
export function tokensOf(count: number): number[] {
  return count > FEW ? [count] : Array.from({ length: count }, () => 1);
}
