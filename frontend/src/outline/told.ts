import { useEffect } from "react";
import { create } from "zustand";
import type { Graph } from "../graph/types";
import { useDesigner, useDocument } from "../store/designer";
import { type Language, useWords } from "../words";
import { tell, type WordsTold } from "./api";

/** How long one may go on typing before what is drawn is told again. */
const PAUSE = 400;

type Told = {
  told: WordsTold | null;
  /** Of which drawing, and whether the newest is not told yet. */
  graph: Graph | null;
  version: number | null;
  failure: string;
};

/** What is on the canvas, in words. Without the server the last words stay. */
export const useTold = create<Told>()(() => ({
  told: null,
  graph: null,
  version: null,
  failure: "",
}));

/** The sentence of a step that is on the canvas. */
export const useSentence = (key: string): string | undefined =>
  useTold((now) => now.told?.steps[key]);

/** Keeps the words in step with what is on the canvas. */
export function useTelling(): void {
  const t = useWords();
  const { graph } = useDocument();
  const version = useDesigner((now) => now.version);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const ask = () => void take(graph, version, t.language, signal);
    const timer = setTimeout(ask, isOther(version, t.language) ? 0 : PAUSE);
    window.addEventListener("online", ask, { signal });
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [graph, version, t]);
}

/** Another drawing, or another language: not told at all yet, so nothing is gained by a pause. */
function isOther(version: number | null, language: Language): boolean {
  const before = useTold.getState();
  return before.told === null || before.version !== version || before.told.language !== language;
}

async function take(
  graph: Graph,
  version: number | null,
  language: Language,
  signal: AbortSignal,
): Promise<void> {
  try {
    const told = await tell(graph, language, signal);
    if (!signal.aborted) useTold.setState({ told, graph, version, failure: "" });
  } catch (error) {
    if (signal.aborted) return;
    useTold.setState({ failure: error instanceof Error ? error.message : String(error) });
  }
}
