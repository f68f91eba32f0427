import type { Graph } from "../graph/types";
import type { Base, Body, Choice, Outcome, Value } from "./api";

/**
 * What is being tried out: how it began, what the user let happen since, and which moment is looked
 * at. The simulator keeps nothing, so this is the whole of it; going back is one choice less.
 */
export type Recipe = {
  base: Base;
  steps: Choice[];
  /** The number of the frame that is looked at; beyond the last one means the last. */
  at: number;
};

export type Act =
  | { do: "begin"; body: Body }
  /** The server's clock has said when it began: from now on that is when. */
  | { do: "begun"; now: string }
  /** Lets something happen after so many choices; those that came later are forgotten. */
  | { do: "choose"; kept: number; step: Choice; at?: number }
  | { do: "forget"; kept: number }
  | { do: "answer"; node: string; outcome: Outcome | null }
  | { do: "value"; key: string; value: Value | null }
  | { do: "path"; node: string; port: string | null }
  | { do: "look"; at: number };

export const LAST = Number.MAX_SAFE_INTEGER;

export function reduce(recipe: Recipe | null, act: Act): Recipe | null {
  if (act.do === "begin") return begin(act.body);
  if (!recipe) return null;
  const { base, steps } = recipe;
  switch (act.do) {
    case "begun":
      return base.now === undefined ? { ...recipe, base: { ...base, now: act.now } } : recipe;
    case "choose": {
      const kept = steps.slice(0, act.kept);
      return {
        ...recipe,
        steps: [...kept, withValues(recipe, kept, act.step)],
        at: act.at ?? LAST,
      };
    }
    case "forget":
      return { ...recipe, steps: steps.slice(0, act.kept), at: LAST };
    case "answer":
      return { ...recipe, base: { ...base, answers: put(base.answers, act.node, act.outcome) } };
    case "value":
      return { ...recipe, base: { ...base, values: put(base.values, act.key, act.value) } };
    case "path":
      return { ...recipe, base: { ...base, paths: put(base.paths, act.node, act.port) } };
    case "look":
      return { ...recipe, at: Math.max(0, act.at) };
  }
}

function begin({ steps, ...base }: Body): Recipe {
  return { base, steps, at: LAST };
}

/**
 * Each step of a recorded run names the values that were at hand then, and from then on. What the
 * user adds goes on with all of them, as nobody is asked any more.
 */
function withValues({ base }: Recipe, kept: Choice[], step: Choice): Choice {
  const isRecorded = base.automatic === false;
  if (!isRecorded || step.values) return step;
  const known = kept.map((one) => one.values ?? {});
  return { ...step, values: Object.assign({}, base.values, ...known) };
}

/** A table with an entry put in, or with null taken out. */
function put<T>(table: Record<string, T> = {}, key: string, value: T | null): Record<string, T> {
  const { [key]: _, ...others } = table;
  return value === null ? others : { ...others, [key]: value };
}

/** The question about a drawing; what is looked at is no part of it. */
export function bodyOf({ base, steps }: Omit<Recipe, "at">, graph: Graph): Body {
  const { paths } = base;
  return { ...base, ...(paths && { paths: still(paths, graph) }), steps };
}

/** The chosen ways of splits that the drawing still has; the server refuses others. */
function still(paths: Record<string, string>, graph: Graph): Record<string, string> {
  const there = Object.entries(paths).filter(([node, port]) => {
    const step = graph.nodes[node];
    return step?.type === "split" && step.config.paths.some((path) => `path:${path.key}` === port);
  });
  return Object.fromEntries(there);
}
