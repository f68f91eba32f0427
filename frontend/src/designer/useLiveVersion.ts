import { useEffect, useState } from "react";
import { api } from "../api/client";
import { readDocument } from "../graph/reading";
import type { Graph } from "../graph/types";
import { tellVersion } from "../outline/api";
import { useDesigner } from "../store/designer";
import { useWords } from "../words";

/** What the draft is compared with: a published version, and its steps in words. */
export type Published = { number: number; graph: Graph; steps: Record<string, string> };
export type PublishedState =
  | { state: "none" | "loading" }
  | { state: "failed"; reason: string }
  | { state: "ready"; published: Published };

/** The live version, else the newest that was ever published. */
export function useLiveVersion(): PublishedState {
  const t = useWords();
  const journey = useDesigner((now) => now.journey);
  const id = journey?.id;
  const newest = Math.max(0, ...(journey?.versions ?? []).map((one) => one.number));
  const number = journey?.live_version ?? newest;
  const [found, setFound] = useState<PublishedState>({ state: "loading" });
  useEffect(() => {
    if (!id || number === 0) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    Promise.all([api.version(id, number), tellVersion(id, number, t.language, signal)]).then(
      ([version, { steps }]) => {
        if (signal.aborted) return;
        const { graph } = readDocument(version.graph, version.layout);
        setFound({ state: "ready", published: { number, graph, steps } });
      },
      (error) => {
        if (!signal.aborted) setFound({ state: "failed", reason: String(error?.message ?? error) });
      },
    );
    return () => leaving.abort();
  }, [id, number, t]);
  return number === 0 ? { state: "none" } : found;
}
