import type { NodeTold, Why, WhyStep } from "./api";
import { secondsBetween } from "./time";

/** One row of a story: something that happened, or a step that was passed because of it. */
export type Entry = {
  id: string;
  step: WhyStep;
  node: NodeTold | null;
  /** The step on the canvas that this row is about. */
  card: string | null;
  /** Whether the person stayed there when this had happened. */
  isStay: boolean;
  /** How long the person had been there, of one who left a wait. */
  waited: number | null;
};

/** Something that happened, with the steps that were passed because of it. */
export type Chapter = { step: WhyStep; entries: Entry[]; since: number | null };

/** A story in the order in which it happened. */
export function chapters(why: Why): Chapter[] {
  const arrived = arrivals(why.steps);
  return why.steps.map((step, at) => {
    const before = why.steps[at - 1];
    return {
      step,
      entries: entriesOf(step, arrived),
      since: before ? secondsBetween(before.at, step.at) : null,
    };
  });
}

function entriesOf(step: WhyStep, arrived: Map<string, string>): Entry[] {
  if (step.nodes.length === 0) {
    return [{ id: step.id, step, node: null, card: step.node, isStay: false, waited: null }];
  }
  return step.nodes.map((node) => ({
    id: `${step.id} ${node.node}`,
    step,
    node,
    card: node.node,
    isStay: node.port === null && node.type !== "end",
    waited: node.type === "wait" && node.port ? waited(node, step, arrived) : null,
  }));
}

function waited(node: NodeTold, step: WhyStep, arrived: Map<string, string>): number | null {
  const since = arrived.get(node.node);
  return since === undefined ? null : secondsBetween(since, step.at);
}

/** When the person came to each step: a step is told for the first time on arriving there. */
export function arrivals(steps: WhyStep[]): Map<string, string> {
  const found = new Map<string, string>();
  const arrive = (key: string | null, at: string) => {
    if (key !== null && !found.has(key)) found.set(key, at);
  };
  for (const step of steps) {
    for (const node of step.nodes) arrive(node.node, step.at);
    if (step.nodes.length > 0) arrive(step.node, step.at);
  }
  return found;
}

/** All rows, in their order. */
export function entriesIn(told: Chapter[]): Entry[] {
  return told.flatMap((chapter) => chapter.entries);
}

/** The row that tells best of a card: where it was left, else where it was reached. */
export function entryOf(entries: Entry[], card: string): Entry | undefined {
  const own = entries.filter((entry) => entry.card === card);
  return own.find((entry) => entry.node?.port) ?? own.at(-1);
}

/** The row so many rows on; the first or the last where nothing was chosen before. */
export function neighbour(entries: Entry[], id: string | null, by: number): Entry | undefined {
  const at = entries.findIndex((entry) => entry.id === id);
  if (at < 0) return by > 0 ? entries[0] : entries.at(-1);
  return entries[Math.max(0, Math.min(entries.length - 1, at + by))];
}

/** Whether nothing can happen to a run any more. */
export function isOver(status: string): boolean {
  return status === "finished" || status === "stopped";
}

/** The zone by which a story is told: the person's where a step names it, else the journey's. */
export function zoneOf(why: Why): string | undefined {
  return why.steps.findLast((step) => step.zone)?.zone ?? (why.run.zone || undefined);
}
