import type { Graph } from "../graph/types";
import { type LineMark, lineKey, type Mark, type Marks } from "../overlay/marks";
import type { Translate } from "../words";
import type { Why } from "./api";
import { arrivals, chapters, entriesIn } from "./story";
import { type Clock, clockText, elapsedText } from "./time";

/** The shortest stay that is told on a line, in seconds. */
const WORTH_TELLING = 1;

/** What an explanation lays over the drawing of its version: the path is lit, the rest is faded. */
export function marksOf(why: Why, graph: Graph, t: Translate, clock: Clock): Marks {
  return { cards: cardsOf(why, graph, t, clock), lines: linesOf(why, graph, t) };
}

function cardsOf(why: Why, graph: Graph, t: Translate, clock: Clock): Record<string, Mark> {
  const arrived = arrivals(why.steps);
  const cards: Record<string, Mark> = {};
  for (const key of Object.keys(graph.nodes)) {
    const at = arrived.get(key);
    cards[key] = { state: at === undefined ? "off" : "passed" };
    if (at !== undefined) cards[key].time = clockText(at, t.language, clock);
  }
  const { node, status } = why.stands;
  const here = node === null ? undefined : cards[node];
  if (here) here.state = stateAt(status);
  return cards;
}

function stateAt(status: string): Mark["state"] {
  if (status === "failed") return "failed";
  return status === "finished" || status === "stopped" ? "passed" : "here";
}

function linesOf(why: Why, graph: Graph, t: Translate): Record<string, LineMark> {
  const lines: Record<string, LineMark> = {};
  for (const edge of graph.edges) lines[lineKey(edge.from, edge.port)] = { isLit: false };
  for (const { node, waited } of entriesIn(chapters(why))) {
    if (!node?.port) continue;
    const line = lines[lineKey(node.node, node.port)];
    if (!line) continue;
    line.isLit = true;
    if (waited !== null && waited >= WORTH_TELLING) line.text = `+${elapsedText(waited, t)}`;
  }
  return lines;
}
