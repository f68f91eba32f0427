import { create } from "zustand";
import { useDesigner } from "../store/designer";
import type { Behind, NumbersTold, StepNumbers } from "./api";

/** Room at the bottom of every card in Live, for its numbers. */
export const FOOT = 28;
/** Older numbers than this are told so. */
export const OLD = 30_000;

type Live = {
  told: NumbersTold | null;
  /** When the numbers were last known to be true: by this machine's clock, and the server's. */
  heardAt: number;
  serverAt: number;
  /** Why the last question was not answered; empty while all is well. */
  failure: string;
  /** The number whose people are listed beside the canvas. */
  chosen: Behind | null;
};

const NOTHING: Live = { told: null, heardAt: 0, serverAt: 0, failure: "", chosen: null };

/** The live numbers. A card looks at its own alone, so only those that changed are drawn again. */
export const useNumbers = create<Live>()(() => NOTHING);

export function forgetNumbers(): void {
  useNumbers.setState(NOTHING);
}

/** Takes an answer; null says that what is known still holds. */
export function hear(told: NumbersTold | null, now: number): void {
  const before = useNumbers.getState();
  if (told) {
    const nodes = keepSame(before.told?.nodes ?? {}, told.nodes);
    const serverAt = Date.parse(told.at);
    useNumbers.setState({ told: { ...told, nodes }, heardAt: now, serverAt, failure: "" });
  } else {
    const serverAt = before.serverAt + (now - before.heardAt);
    useNumbers.setState({ heardAt: now, serverAt, failure: "" });
  }
}

/** The new numbers, with the old object for every step whose numbers are as they were. */
export function keepSame(
  before: Record<string, StepNumbers>,
  after: Record<string, StepNumbers>,
): Record<string, StepNumbers> {
  return Object.fromEntries(
    Object.entries(after).map(([key, own]) => {
      const old = before[key];
      return [key, old && isSame(old, own) ? old : own];
    }),
  );
}

function isSame(a: StepNumbers, b: StepNumbers): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Lists the people behind a number, beside the canvas. */
export function choose(chosen: Behind): void {
  const { selection, select, patch } = useDesigner.getState();
  if (selection.length !== 1 || selection[0] !== chosen.node) select([chosen.node]);
  patch({ paneOpen: true });
  useNumbers.setState({ chosen });
}

/** Closes the list of people, with the focus back where it was opened; false where none is open. */
export function leaveList(): boolean {
  const { chosen } = useNumbers.getState();
  if (!chosen || useDesigner.getState().mode !== "live") return false;
  useNumbers.setState({ chosen: null });
  const name = `number:${chosen.node}:${chosen.port ?? chosen.what}`;
  requestAnimationFrame(() => {
    const inPane = document.querySelector<HTMLElement>(`.live-pane [data-testid="${name}"]`);
    const onCard = document.querySelector<HTMLElement>(`[data-testid="${name}"]`);
    (onCard ?? inPane)?.focus({ preventScroll: true });
  });
  return true;
}
