import type { ComponentType } from "react";
import type { Catalog } from "../api/types";
import type { Graph, StepOf, StepType } from "../graph/types";
import type { Tone } from "../ui/controls";
import type { IconName } from "../ui/Icon";
import type { Translate, WordKey } from "../words";

export type FormProps<T extends StepType> = { nodeKey: string; step: StepOf<T> };

/** What the designer knows of a step type: how its card and its pane look, and what a new one is. */
export type NodeKind<T extends StepType> = {
  word: WordKey;
  tone: (step: StepOf<T>) => Tone;
  icon: (step: StepOf<T>, catalog: Catalog) => IconName;
  /** One line that says what the step does. */
  summary: (step: StepOf<T>, t: Translate, catalog: Catalog) => string;
  /** A way out as the canvas names it. `port` is one of `portsOf(step)`. */
  portLabel: (step: StepOf<T>, port: string, t: Translate, catalog: Catalog) => string;
  Form: ComponentType<FormProps<T>>;
};

export type Making = { graph: Graph; t: Translate };
