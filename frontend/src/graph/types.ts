import { type ConditionPath, type Configs, SETTINGS, type Settings, type StepType } from "./schema";

/** The graph as the server keeps it, and the layout, which has no meaning. Plain JSON all through. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type Point = { x: number; y: number };
export type Direction = "down" | "right";
/** `foot` is room at the bottom of every card for what is laid over it; it is never saved. */
export type Layout = { positions: Record<string, Point>; direction: Direction; foot?: number };

/** The step types and their settings are the server's: see schema.json. */
export type {
  ActionConfig,
  ConditionConfig,
  ConditionPath,
  Configs,
  EndConfig,
  EntryConfig,
  Settings,
  SplitConfig,
  SplitPath,
  StepType,
  WaitAlternative as Alternative,
  WaitConfig,
} from "./schema";
export { SETTINGS } from "./schema";
export type Weekday = NonNullable<ConditionPath["weekdays"]>[number];

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

/** An empty journey. */
export function emptyDocument(): Document {
  return {
    graph: { schema: 1, settings: { ...SETTINGS }, nodes: {}, edges: [] },
    layout: { positions: {}, direction: "down" },
  };
}
