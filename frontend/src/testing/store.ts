import { create } from "zustand";
import { ApiError } from "../api/client";
import type { Simulated } from "./api";
import { type Frame, framesOf, nextStop, shownAt } from "./frames";
import { linesOf } from "./marks";
import { type Act, type Recipe, reduce } from "./recipe";
import { FIRST, type Start } from "./start";

export type Asked = {
  answer: Simulated | null;
  isAsking: boolean;
  error: { message: string; details: string[] } | null;
};

export type Testing = Asked & {
  /** The journey that all of this is about. */
  journey: string | null;
  start: Start;
  recipe: Recipe | null;
  frames: Frame[];
  isPlaying: boolean;
  /** The run that it began with, if any, and whether all of it was recorded. */
  run: string | null;
  /** The lines that some try of this session went along. */
  tried: ReadonlySet<string>;

  set: (change: Partial<Start>) => void;
  act: (act: Act) => void;
  answered: (answer: Simulated) => void;
  failed: (error: unknown) => void;
  patch: (change: Partial<Testing>) => void;
  /** Forgets everything when another journey is opened. */
  enter: (journey: string) => void;
};

const NOTHING = {
  start: FIRST,
  recipe: null,
  answer: null,
  frames: [],
  isAsking: false,
  error: null,
  isPlaying: false,
  run: null,
  tried: new Set<string>(),
};

/** What is tried out, kept while one goes to Edit and comes back. */
export const useTesting = create<Testing>()((set, get) => ({
  journey: null,
  ...NOTHING,
  set: (change) => set({ start: { ...get().start, ...change } }),
  act: (act) => set({ recipe: reduce(get().recipe, act) }),
  answered: (answer) => {
    const frames = framesOf(answer);
    const tried = new Set([...get().tried, ...linesOf(frames)]);
    const recipe = reduce(get().recipe, { do: "begun", now: answer.now });
    set({ answer, frames, tried, recipe, isAsking: false, error: null });
  },
  failed: (error) => set({ isAsking: false, error: told(error), isPlaying: false }),
  patch: (change) => set(change),
  enter: (journey) => {
    if (get().journey !== journey) set({ journey, ...NOTHING });
  },
}));

function told(error: unknown): Testing["error"] {
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof ApiError ? error.errors.map((one) => one.detail) : [];
  return { message, details };
}

export const shownOf = (now: Testing): number => shownAt(now.frames, now.recipe?.at ?? 0);
export const frameOf = (now: Testing): Frame | undefined => now.frames[shownOf(now)];

// --- going along --------------------------------------------------------------------------------

/** Does something by hand, which ends the playing. */
export function act(act: Act): void {
  useTesting.getState().patch({ isPlaying: false });
  useTesting.getState().act(act);
}

function look(at: number): void {
  useTesting.getState().act({ do: "look", at });
}

/** To a frame of one's own choice. */
export function goTo(at: number): void {
  act({ do: "look", at });
}

/** One step on; at the end of what is known, what comes next by itself. False where nothing does. */
export function forward(): boolean {
  const now = useTesting.getState();
  if (now.isAsking) return true;
  const at = shownOf(now);
  if (at < now.frames.length - 1) {
    look(at + 1);
    return true;
  }
  return goOn(at + 1);
}

export function backward(): void {
  look(Math.max(0, shownOf(useTesting.getState()) - 1));
}

/** To where the person waits next, or by the clock to the next moment. */
export function jump(): boolean {
  const now = useTesting.getState();
  const at = shownOf(now);
  if (now.isAsking || at === nextStop(now.frames, at)) return goOn();
  look(nextStop(now.frames, at));
  return true;
}

/** Lets the clock go on to the next moment, or a call that is out succeed. */
function goOn(at?: number): boolean {
  const { answer, frames, recipe, act } = useTesting.getState();
  const last = frames.at(-1);
  if (!answer || !recipe || !last || answer.left) return false;
  const { can, moment, call } = answer.next;
  const seen = at === undefined ? {} : { at };
  const kept = recipe.steps.length;
  if (can.includes("jump") && moment) act({ do: "choose", kept, step: { do: "jump" }, ...seen });
  else if (call?.of === "action") {
    act({ do: "choose", kept, step: { do: "answer", ok: true }, ...seen });
  } else return false;
  return true;
}

/** Whether there is something that comes next by itself. */
export function canGoOn({ answer, frames }: Testing): boolean {
  if (!answer || frames.length === 0 || answer.left) return false;
  const { can, moment, call } = answer.next;
  return (can.includes("jump") && moment !== null) || call?.of === "action";
}
