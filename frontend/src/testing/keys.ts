import { useDesigner } from "../store/designer";
import { backward, canGoOn, forward, goTo, jump, shownOf, useTesting } from "./store";

/** The keys of a try-out, while one runs. True where the key was ours. */
export function testKey(event: KeyboardEvent): boolean {
  const isChord = event.ctrlKey || event.metaKey || event.altKey;
  const isRunning = useTesting.getState().recipe !== null;
  const isOurs = useDesigner.getState().mode === "test" && isRunning && !isChord;
  const act = isOurs && KEYS[`${event.shiftKey ? "Shift+" : ""}${event.key}`];
  if (!act || (event.key === " " && isPressed(event.target))) return false;
  act();
  return true;
}

const KEYS: Record<string, () => void> = {
  ArrowRight: byHand(forward),
  ArrowLeft: byHand(backward),
  "Shift+ArrowRight": byHand(jump),
  Home: () => goTo(0),
  " ": togglePlaying,
};

/** A step of one's own ends the playing. */
export function byHand(go: () => unknown): () => void {
  return () => {
    useTesting.getState().patch({ isPlaying: false });
    go();
  };
}

/** Space presses buttons and opens what is folded; the step in view has nothing more to open. */
function isPressed(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest("button, a, summary")?.matches(":not([aria-current])") ?? false;
}

/** Plays on from here; from the beginning where all of it is over. */
export function togglePlaying(): void {
  const now = useTesting.getState();
  const isOver = shownOf(now) >= now.frames.length - 1 && !canGoOn(now);
  if (!now.isPlaying && isOver) goTo(0);
  now.patch({ isPlaying: !now.isPlaying });
}
