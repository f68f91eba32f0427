import type { Edge } from "../graph/types";
import { type LineMark, lineKey, type Mark, type Marks } from "../overlay/marks";
import type { Frame } from "./frames";

/** How times are written on the canvas: of a card, and of a line on which time has passed. */
export type Times = { card: (frame: Frame) => string; line: (frame: Frame) => string };

/** From this on time has passed, in seconds: answers of recorded calls take some milliseconds. */
const NOTABLE = 1;

/** What lies over the canvas: the way up to the frame in view, its times, and what is untried. */
export function marksOf(
  frames: Frame[],
  at: number,
  edges: Edge[],
  tried: ReadonlySet<string>,
  times: Times,
): Marks {
  const cards: Record<string, Mark> = {};
  const lines: Record<string, LineMark> = {};
  for (const { from, port } of edges) {
    const key = lineKey(from, port);
    if (!tried.has(key)) lines[key] = { isUntried: true };
  }
  for (const frame of frames.slice(0, at + 1)) {
    cards[frame.node] = { state: "passed" };
    const { port, to } = frame.told;
    if (port === null || to === null) continue;
    const text = frame.since >= NOTABLE ? times.line(frame) : undefined;
    lines[lineKey(frame.node, port)] = { isLit: true, ...(text && { text }) };
  }
  const [first, here] = [frames[0], frames[at]];
  if (first) cards[first.node] = { state: "passed", time: times.card(first) };
  // When it left a wait stands on the line already; the card in view says when that is.
  if (here) cards[here.node] = { state: stateOf(here), time: times.card(here) };
  return { cards, lines };
}

function stateOf(frame: Frame): Mark["state"] {
  return frame.isFailed ? "failed" : "here";
}

/** The lines that a way went along. */
export function linesOf(frames: Frame[]): string[] {
  return frames.flatMap(({ node, told }) =>
    told.port !== null && told.to !== null ? [lineKey(node, told.port)] : [],
  );
}

/** How many of the drawing's ways have been tried. */
export function coverage(edges: Edge[], tried: ReadonlySet<string>): { n: number; of: number } {
  const n = edges.filter(({ from, port }) => tried.has(lineKey(from, port))).length;
  return { n, of: edges.length };
}
