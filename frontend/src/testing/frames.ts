import type { NodeTold, Waits } from "../why/api";
import type { Simulated, SimulatedAnswer, SimulatedStep, WouldSend } from "./api";

/** One step of the journey on the person's way: what →, ← and the list of the pane go along. */
export type Frame = {
  id: string;
  node: string;
  told: NodeTold;
  /** What happened that led here, and whether this is the first step after it. */
  step: SimulatedStep;
  isFirst: boolean;
  at: string;
  /** Seconds since the frame before. */
  since: number;
  /** How many choices had been made before what was decided here. */
  kept: number;
  /** What would be sent from here, and what came of it. */
  sent: WouldSend | null;
  answer: SimulatedAnswer | null;
  /** What the person waits for here; null for whoever went on at once. */
  waits: Waits | null;
  isFailed: boolean;
};

/**
 * The way as a list of steps. A call and its outcome are one, though the simulation tells them
 * apart: it is the same card, and mostly the same moment.
 */
export function framesOf(simulated: Simulated): Frame[] {
  const frames: Frame[] = [];
  for (const [index, step] of simulated.steps.entries()) {
    const isAnswer = step.by === "answered";
    for (const [place, told] of step.nodes.entries()) {
      const before = frames.at(-1);
      const isOutcome = isAnswer && place === 0 && before?.sent && before.node === told.node;
      if (isOutcome) frames[frames.length - 1] = answered(before, step, told);
      else frames.push(frameOf(step, told, `${index}:${told.node}`, place, before));
    }
  }
  return frames;
}

function frameOf(
  step: SimulatedStep,
  told: NodeTold,
  id: string,
  place: number,
  before: Frame | undefined,
): Frame {
  const stands = told.port === null && step.node === told.node;
  return {
    id,
    node: told.node,
    told,
    step,
    isFirst: place === 0,
    at: step.at,
    since: before ? secondsBetween(before.at, step.at) : 0,
    kept: step.choice === null ? 0 : step.choice + 1,
    sent: stands ? step.call : null,
    answer: null,
    waits: stands ? step.waits : null,
    isFailed: stands && step.status === "failed",
  };
}

/** A frame whose call has come back. */
function answered(frame: Frame, step: SimulatedStep, told: NodeTold): Frame {
  const expressions = [...frame.told.expressions, ...told.expressions];
  const stands = told.port === null && step.node === told.node;
  return {
    ...frame,
    told: { ...told, expressions },
    step,
    isFirst: true,
    at: step.at,
    // A second call from the same step, such as another look-up, is what stands out now.
    sent: (stands && step.call) || frame.sent,
    answer: stands && step.call ? null : step.answer,
    waits: stands ? step.waits : null,
    isFailed: stands && step.status === "failed",
  };
}

export function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

/** The frame that is looked at: the last one where there are fewer. */
export function shownAt(frames: Frame[], at: number): number {
  return Math.min(at, frames.length - 1);
}

/** The next place to pause at: where the person waits, or the end of what is known. */
export function nextStop(frames: Frame[], at: number): number {
  const found = frames.findIndex((frame, index) => index > at && frame.waits !== null);
  return found < 0 ? frames.length - 1 : found;
}
