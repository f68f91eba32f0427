import { isLabelled } from "../graph/ports";
import type { Graph } from "../graph/types";
import { type LineMark, lineKey } from "../overlay/marks";
import { formatNumber, type Language } from "../words";
import type { StepNumbers } from "./api";

const THIN = 1.5;
const WIDENS_BY = 4;
const NO_SHARE = "–";
const EXACT_BELOW = 10_000;

/** What the numbers lay over the lines: a width by volume, and a share where a step has ways. */
export function lineMarks(
  graph: Graph,
  nodes: Record<string, StepNumbers>,
  language: Language,
): Record<string, LineMark> {
  const counts = graph.edges.map((edge) => nodes[edge.from]?.ports[edge.port] ?? 0);
  const most = Math.max(1, ...counts);
  return Object.fromEntries(
    graph.edges.map((edge, index) => {
      const [count, step] = [counts[index] ?? 0, graph.nodes[edge.from]];
      const width = THIN + WIDENS_BY * Math.sqrt(count / most);
      const isOneOfSeveral = step !== undefined && isLabelled(step, edge.port);
      const share = shareText(count, nodes[edge.from]?.passed ?? 0, language) || NO_SHARE;
      return [lineKey(edge.from, edge.port), { width, ...(isOneOfSeveral && { share }) }];
    }),
  );
}

/** A part of a whole in percent, empty for a part of nothing. */
export function shareText(part: number, whole: number, language: Language): string {
  if (whole === 0) return "";
  const percent = (100 * part) / whole;
  if (percent > 0 && percent < 1) return "<1 %";
  if (percent > 99 && percent < 100) return ">99 %";
  return `${formatNumber(Math.round(percent), language)} %`;
}

/** A number as short as a card needs it: exact below ten thousand. */
export function compact(n: number, language: Language): string {
  if (n < EXACT_BELOW) return formatNumber(n, language);
  const format = { notation: "compact", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, format).format(n);
}

/** The new marks, with the old object for every line whose mark is as it was. */
export function keepSameMarks(
  before: Record<string, LineMark>,
  after: Record<string, LineMark>,
): Record<string, LineMark> {
  return Object.fromEntries(
    Object.entries(after).map(([key, mark]) => {
      const old = before[key];
      return [key, old && old.share === mark.share && old.width === mark.width ? old : mark];
    }),
  );
}
