/** The graph as the server keeps it, and the layout, which has no meaning. Plain JSON all through. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type Point = { x: number; y: number };
export type Direction = "down" | "right";
export type Layout = { positions: Record<string, Point>; direction: Direction };

export type Settings = {
  timezone: string;
  person_timezone: boolean;
  reentrance: boolean;
  reentrance_pause: string | null;
  longest_stay: string | null;
  starts_at: string | null;
  ends_at: string | null;
};

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

export type EntryConfig = { event: string; condition: string };

/** One path of a condition; its kind says which of the fields count. */
export type ConditionPath = {
  key: string;
  name: string;
  kind: "expression" | "time" | "date";
  expression?: string;
  from?: string;
  to?: string;
  weekdays?: Weekday[];
};
export type ConditionConfig = {
  paths: ConditionPath[];
  on_error: "stop" | "path" | "else";
  timeout: number;
};

export type SplitPath = { key: string; name: string; percent: number };
export type SplitConfig = { paths: SplitPath[] };

/** One thing that ends a wait; its kind says which of the fields count. */
export type Alternative = {
  key: string;
  name: string;
  kind: "event" | "duration" | "moment" | "expression";
  condition: string;
  event?: string;
  since_entry?: boolean;
  duration?: string;
  at?: string;
  expression?: string;
};
export type WaitConfig = { alternatives: Alternative[] };

export type ActionConfig = {
  action: string;
  parameters: Record<string, string>;
  timeout: number;
  retries: number;
  on_error: "stop" | "path";
};
export type EndConfig = { outcome: "goal" | "neutral" | "lost" };

export type Configs = {
  entry: EntryConfig;
  condition: ConditionConfig;
  split: SplitConfig;
  wait: WaitConfig;
  action: ActionConfig;
  end: EndConfig;
};
export type StepType = keyof Configs;
export type StepOf<T extends StepType> = { type: T; name: string; config: Configs[T] };
export type Step = { [T in StepType]: StepOf<T> }[StepType];

export type Edge = { from: string; port: string; to: string };
export type Graph = {
  schema: 1;
  settings: Settings;
  nodes: Record<string, Step>;
  edges: Edge[];
};

/** What the canvas edits: every undo step is one of these. */
export type Document = { graph: Graph; layout: Layout };

/** A port of a step. At most one edge leaves it, so it also names that edge. */
export type PortRef = { node: string; port: string };

export const SETTINGS: Settings = {
  timezone: "UTC",
  person_timezone: false,
  reentrance: true,
  reentrance_pause: null,
  longest_stay: "P91D",
  starts_at: null,
  ends_at: null,
};

/** An empty journey. */
export function emptyDocument(): Document {
  return {
    graph: { schema: 1, settings: { ...SETTINGS }, nodes: {}, edges: [] },
    layout: { positions: {}, direction: "down" },
  };
}
