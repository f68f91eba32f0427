import type { ReactFlowInstance } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { CARD, positionOf, sizeOf } from "../graph/geometry";
import { flowOrder } from "../graph/order";
import { getDocument, useDesigner } from "../store/designer";

const MARGIN = 24;
const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
/** The whole journey, clear of the buttons below. */
export const FIT = {
  padding: { top: "32px", left: "32px", right: "32px", bottom: "112px" },
  maxZoom: 1,
} as const;
/** Smaller than this a card cannot be read. */
const READABLE = 0.5;
export const MOTION = { duration: still ? 0 : 200 };

/**
 * Shows the whole journey from its beginning; or the beginning alone, where the whole would be too
 * small to read.
 */
export async function showJourney(flow: ReactFlowInstance): Promise<void> {
  await flow.fitView({ ...FIT, duration: 0 });
  const canvas = document.querySelector(".canvas")?.getBoundingClientRect();
  const { graph, layout } = getDocument();
  const [first] = flowOrder(graph);
  if (!canvas || first === undefined) return;
  const at = positionOf(getDocument(), first);
  const isDown = layout.direction === "down";
  const now = flow.getViewport();
  if (now.zoom >= READABLE) {
    const y = Math.min(now.y, START - at.y * now.zoom);
    void flow.setViewport(isDown ? { ...now, y } : now);
    return;
  }
  const zoom = 0.8;
  const start = isDown
    ? { x: canvas.width / 2 - (at.x + CARD.width / 2) * zoom, y: START - at.y * zoom }
    : { x: START - at.x * zoom, y: canvas.height / 2 - (at.y + CARD.height / 2) * zoom };
  void flow.setViewport({ ...start, zoom });
}
/** How far from the edge of the canvas a journey begins. */
const START = 48;

/** Brings the first step of an empty journey to the top, where the rest will follow it. */
export function useFirstStep(flow: ReactFlowInstance, count: number): void {
  const before = useRef(count);
  useEffect(() => {
    const isFirst = before.current === 0 && count > 0;
    before.current = count;
    const canvas = document.querySelector(".canvas")?.getBoundingClientRect();
    const [at] = Object.values(getDocument().layout.positions);
    if (!isFirst || !canvas || !at) return;
    const x = canvas.width / 2 - CARD.width / 2 - at.x;
    void flow.setViewport({ x, y: 48 - at.y, zoom: 1 });
  }, [flow, count]);
}

/** Shows the whole journey again where another drawing of it comes: a version, or the draft. */
export function useAnotherDrawing(flow: ReactFlowInstance): void {
  const version = useDesigner((now) => now.version);
  const before = useRef(version);
  useEffect(() => {
    if (before.current === version) return;
    before.current = version;
    // The cards, and the room that the pane and the palette leave, are there after the next frame.
    const timer = setTimeout(() => void showJourney(flow), 60);
    return () => clearTimeout(timer);
  }, [version, flow]);
}

/** Keeps the selected card in sight: clear of the pane, and where a jump led to. */
export function useKeepInView(flow: ReactFlowInstance): void {
  const key = useDesigner((now) => (now.selection.length === 1 ? now.selection[0] : undefined));
  const paneOpen = useDesigner((now) => now.paneOpen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pane takes room from the canvas
  useEffect(() => {
    if (key === undefined) return;
    // The pane has taken its room only after the next frame.
    const frame = requestAnimationFrame(() => show(key, flow));
    return () => cancelAnimationFrame(frame);
  }, [key, paneOpen, flow]);
}

function show(key: string, flow: ReactFlowInstance): void {
  const canvas = document.querySelector(".canvas")?.getBoundingClientRect();
  const own = getDocument();
  const step = own.graph.nodes[key];
  if (!canvas || !step) return;
  const at = positionOf(own, key);
  const size = sizeOf(step, own.layout.direction, own.layout.foot);
  const from = flow.flowToScreenPosition(at);
  const to = flow.flowToScreenPosition({ x: at.x + size.width, y: at.y + size.height + 40 });
  const x = outside(from.x, to.x, canvas.left + MARGIN, canvas.right - MARGIN);
  const y = outside(from.y, to.y, canvas.top + MARGIN, canvas.bottom - 80);
  if (x === 0 && y === 0) return;
  const now = flow.getViewport();
  void flow.setViewport({ ...now, x: now.x - x, y: now.y - y }, MOTION);
}

/** How far a span lies beyond another one; 0 inside. */
function outside(from: number, to: number, low: number, high: number): number {
  if (from < low) return from - low;
  return to > high ? Math.min(to - high, from - low) : 0;
}
