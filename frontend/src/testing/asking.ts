import { useEffect, useRef } from "react";
import { useDesigner } from "../store/designer";
import { testing } from "./api";
import { bodyOf } from "./recipe";
import { canGoOn, forward, frameOf, shownOf, useTesting } from "./store";

/** While one draws, it is asked again as soon as the hand rests. */
const REST = 150;
const PACE = 800;

/** Asks whenever the recipe or the drawing changes: what is shown is always of the draft as it is. */
export function useAsking(journey: string): void {
  const base = useTesting((now) => now.recipe?.base);
  const steps = useTesting((now) => now.recipe?.steps);
  const graph = useDesigner((now) => now.history.present.graph);
  const drawn = useRef(graph);
  useEffect(() => {
    if (!base || !steps) return;
    const { patch, answered, failed } = useTesting.getState();
    const asking = new AbortController();
    const { signal } = asking;
    const rest = drawn.current === graph ? 0 : REST;
    drawn.current = graph;
    patch({ isAsking: true });
    const timer = setTimeout(() => {
      testing
        .simulate(journey, { ...bodyOf({ base, steps }, graph), graph }, signal)
        .then((answer) => signal.aborted || answered(answer))
        .catch((error) => signal.aborted || failed(error));
    }, rest);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [base, steps, graph, journey]);
}

/** The run that a link asks to begin with is taken up once. */
let asked = new URLSearchParams(globalThis.location?.search ?? "").get("from");

export function useRecorded(): void {
  useEffect(() => {
    const run = asked;
    asked = null;
    if (run !== null) void beginWith(run);
  }, []);
}

async function beginWith(run: string): Promise<void> {
  const { patch, act, failed } = useTesting.getState();
  patch({ isAsking: true });
  try {
    const body = await testing.recorded(run);
    patch({ run });
    act({ do: "begin", body });
  } catch (error) {
    failed(error);
  }
}

/** Plays one step after the other, until somebody has to choose or it is over. */
export function usePlaying(): void {
  const isPlaying = useTesting((now) => now.isPlaying);
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => {
      const now = useTesting.getState();
      if (now.isAsking) return;
      const isLast = shownOf(now) >= now.frames.length - 1;
      if (isLast && !canGoOn(now)) now.patch({ isPlaying: false });
      else forward();
    }, PACE);
    return () => clearInterval(timer);
  }, [isPlaying]);
}

/** The card on the canvas and the step in the pane are the same one, whichever is chosen. */
export function useFollowing(): void {
  const node = useTesting((now) => frameOf(now)?.node);
  const id = useTesting((now) => frameOf(now)?.id);
  const selection = useDesigner((now) => now.selection);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step may be passed twice
  useEffect(() => {
    const { history, select } = useDesigner.getState();
    if (node !== undefined && history.present.graph.nodes[node]) select([node]);
  }, [node, id]);
  useEffect(() => {
    const now = useTesting.getState();
    const chosen = selection.length === 1 ? selection[0] : undefined;
    if (chosen === undefined || frameOf(now)?.node === chosen) return;
    const found = now.frames.findLastIndex((frame) => frame.node === chosen);
    if (found >= 0) now.act({ do: "look", at: found });
  }, [selection]);
}
