import { canonical } from "./clipboard";
import { flowOrder, outgoing } from "./order";
import type { Graph, Json, Settings, Step } from "./types";

/** What of a step is not as it was: its name, its settings, or where its ways lead. */
export type Part = "name" | "settings" | "ways";
export type Change = {
  kind: "added" | "removed" | "changed";
  key: string;
  step: Step;
  parts: Part[];
};
export type Changes = { steps: Change[]; settings: (keyof Settings)[] };

/** What one graph has that another has not: the steps in the order of the flow, those gone last. */
export function changesBetween(before: Graph, after: Graph): Changes {
  const kept = flowOrder(after).flatMap((key) => stepChange(before, after, key) ?? []);
  const gone = flowOrder(before)
    .filter((key) => after.nodes[key] === undefined)
    .flatMap((key): Change[] => {
      const step = before.nodes[key];
      return step ? [{ kind: "removed", key, step, parts: [] }] : [];
    });
  return { steps: [...kept, ...gone], settings: changedSettings(before.settings, after.settings) };
}

function stepChange(before: Graph, after: Graph, key: string): Change | null {
  const [old, step] = [before.nodes[key], after.nodes[key]];
  if (!step) return null;
  if (!old || old.type !== step.type) return { kind: "added", key, step, parts: [] };
  const parts: Part[] = [];
  if (old.name !== step.name) parts.push("name");
  if (!same(old.config, step.config)) parts.push("settings");
  if (!same(waysOf(before, key), waysOf(after, key))) parts.push("ways");
  return parts.length > 0 ? { kind: "changed", key, step, parts } : null;
}

function waysOf(graph: Graph, key: string): string[] {
  return outgoing(graph, key)
    .map((edge) => `${edge.port} ${edge.to}`)
    .sort();
}

function changedSettings(before: Settings, after: Settings): (keyof Settings)[] {
  const keys = Object.keys(after) as (keyof Settings)[];
  return keys.filter((key) => before[key] !== after[key]);
}

function same(a: unknown, b: unknown): boolean {
  return canonical(a as Json) === canonical(b as Json);
}

/** Whether nothing is other than it was. */
export function isUnchanged({ steps, settings }: Changes): boolean {
  return steps.length === 0 && settings.length === 0;
}
