import { call } from "../api/client";
import type { Graph } from "../graph/types";
import type { Language } from "../words";

export type LineKind = "setting" | "step" | "branch" | "again" | "end" | "unreached";
export type Line = {
  kind: LineKind;
  depth: number;
  text: string;
  node: string | null;
  port: string | null;
};
export type WordsTold = {
  language: string;
  steps: Record<string, string>;
  lines: Line[];
  text: string;
};

/** What is drawn, in words; nothing is saved by asking. */
export function tell(graph: Graph, language: Language, signal: AbortSignal): Promise<WordsTold> {
  return call<WordsTold>("POST", "/words", { body: { graph, language }, signal });
}

/** A published version in words. */
export function tellVersion(
  journey: string,
  version: number,
  language: Language,
  signal: AbortSignal,
): Promise<WordsTold> {
  const query = `language=${language}&version=${version}`;
  return call<WordsTold>("GET", `/journeys/${journey}/words?${query}`, { signal });
}
