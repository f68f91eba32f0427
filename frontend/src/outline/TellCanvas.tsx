import { useDesigner } from "../store/designer";
import { useTelling, useTold } from "./told";

/** What the canvas shows, in words: its description for those who do not see it. */
export const CANVAS_WORDS = "canvas-words";

/** Tells what is drawn as it is drawn. */
export function TellCanvas() {
  useTelling();
  const text = useTold((now) => now.told?.text ?? "");
  const outline = useDesigner((now) => now.outline);
  if (outline) return null;
  return (
    <div id={CANVAS_WORDS} className="unseen">
      {text}
    </div>
  );
}
