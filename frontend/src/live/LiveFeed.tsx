import { useEffect } from "react";
import { clearMarks, setMarks, useMarks } from "../overlay/marks";
import { useDesigner, useDocument } from "../store/designer";
import { useWords } from "../words";
import { numbersIfChanged } from "./api";
import { forgetNumbers, hear, useNumbers } from "./numbers";
import { keepSameMarks, lineMarks } from "./shares";

const EVERY = 2_000;
const AFTER_FAILURE = 5_000;
let askNow = () => {};

/** Asks for the numbers at once, after something was done that changes them. */
export function refreshNumbers(): void {
  askNow();
}

/** While a version is on the canvas: hears its numbers, and lays the shares over the lines. */
export function LiveFeed() {
  const journey = useDesigner((now) => now.journey?.id);
  const version = useDesigner((now) => now.version);
  const isWatching = useDesigner((now) => now.mode === "live" && now.run === null);
  useEffect(() => {
    if (version !== null) forgetNumbers();
  }, [version]);
  useEffect(() => {
    if (!isWatching || !journey || version === null) return;
    return listen(journey, version);
  }, [isWatching, journey, version]);
  useShares(isWatching);
  return null;
}

/** Asks every two seconds while the page is seen; gives what ends it. */
function listen(journey: string, version: number): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let tag: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  /** Asks, and gives how long to wait until the next question. */
  const askOnce = async () => {
    try {
      const answer = await numbersIfChanged(journey, version, tag, signal);
      if (signal.aborted) return 0;
      tag = answer ? answer.tag : tag;
      hear(answer?.body ?? null, Date.now());
      return EVERY;
    } catch (error) {
      if (!signal.aborted) useNumbers.setState({ failure: reasonOf(error) });
      return AFTER_FAILURE;
    }
  };
  const ask = async () => {
    clearTimeout(timer);
    if (isAsking || document.visibilityState !== "visible") return;
    isAsking = true;
    const wait = await askOnce();
    isAsking = false;
    if (!signal.aborted) timer = setTimeout(ask, wait);
  };
  askNow = () => void ask();
  document.addEventListener("visibilitychange", askNow, { signal });
  window.addEventListener("online", askNow, { signal });
  askNow();
  return () => {
    ended.abort();
    clearTimeout(timer);
    askNow = () => {};
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function useShares(isWatching: boolean): void {
  const t = useWords();
  const { graph } = useDocument();
  const nodes = useNumbers((now) => now.told?.nodes);
  useEffect(() => {
    if (!isWatching) return;
    const lines = lineMarks(graph, nodes ?? {}, t.language);
    setMarks({ cards: {}, lines: keepSameMarks(useMarks.getState().lines, lines) });
  }, [isWatching, graph, nodes, t]);
  useEffect(() => (isWatching ? clearMarks : undefined), [isWatching]);
}
