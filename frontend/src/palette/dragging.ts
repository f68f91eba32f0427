import type { ReactFlowInstance } from "@xyflow/react";
import { CARD } from "../graph/geometry";
import { dropTarget } from "../graph/places";
import type { Point } from "../graph/types";
import { getDocument, useDesigner } from "../store/designer";
import { addItem } from "../store/edits";
import type { PaletteItem } from "./items";

/** So far a press may wander and still be a click. */
const SLACK = 6;

/**
 * Follows a pressed pointer from a palette item: to the canvas to drop it, or up again to add it
 * after the selected step. Pointer events, since HTML5 dragging knows no touch.
 */
export function startDrag(
  event: React.PointerEvent,
  item: PaletteItem,
  flow: ReactFlowInstance,
): void {
  if (event.button !== 0 || !useDesigner.getState().canEdit) return;
  const { patch } = useDesigner.getState();
  const from = { x: event.clientX, y: event.clientY };
  let isDragging = false;
  const move = (now: PointerEvent) => {
    const screen = { x: now.clientX, y: now.clientY };
    isDragging ||= Math.hypot(screen.x - from.x, screen.y - from.y) > SLACK;
    if (!isDragging) return;
    now.preventDefault();
    const point = canvasPoint(screen, flow);
    const target = point && !now.altKey ? dropTarget(getDocument(), point, item.type) : null;
    patch({ drag: { item: item.id, screen, target } });
  };
  const end = (now: PointerEvent | KeyboardEvent | null) => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", cancel);
    window.removeEventListener("keydown", onEscape, true);
    patch({ drag: null });
    if (now instanceof PointerEvent) drop(now, isDragging, item, flow);
  };
  const cancel = () => end(null);
  const onEscape = (now: KeyboardEvent) => {
    if (now.key === "Escape") end(null);
  };
  window.addEventListener("pointermove", move, { passive: false });
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", cancel);
  window.addEventListener("keydown", onEscape, true);
}

function drop(
  event: PointerEvent,
  isDragging: boolean,
  item: PaletteItem,
  flow: ReactFlowInstance,
): void {
  if (!isDragging) {
    addItem(item, null);
    return;
  }
  const point = canvasPoint({ x: event.clientX, y: event.clientY }, flow);
  if (!point) return;
  const target = event.altKey ? null : dropTarget(getDocument(), point, item.type);
  addItem(item, target, { x: point.x - CARD.width / 2, y: point.y - CARD.height / 2 });
}

/** The point of the canvas under a point of the screen; null when it is not over the canvas. */
function canvasPoint(screen: Point, flow: ReactFlowInstance): Point | null {
  const over = document.elementsFromPoint(screen.x, screen.y);
  const isCanvas = over.some((element) => element.classList.contains("react-flow"));
  return isCanvas ? flow.screenToFlowPosition(screen, { snapToGrid: false }) : null;
}
