import type { Catalog } from "../api/types";
import type { Step, StepType } from "../graph/types";
import type { Translate } from "../words";
import { action } from "./action";
import { condition } from "./condition";
import { end } from "./end";
import { entry } from "./entry";
import type { NodeKind } from "./kind";
import { split } from "./split";
import { wait } from "./wait";

/** Every step type. A new one is a folder beside these and a line here. */
export const KINDS: { [T in StepType]: NodeKind<T> } = {
  entry,
  condition,
  split,
  wait,
  action,
  end,
};

/** The kind of a step, for any step: the pair fits by construction. */
export function kindOf(step: Step): NodeKind<StepType> {
  return KINDS[step.type] as unknown as NodeKind<StepType>;
}

export function portLabel(step: Step, port: string, t: Translate, catalog: Catalog): string {
  if (port === "next") return t("portNext");
  if (port === "else") return t("portElse");
  if (port === "error") return t("portError");
  return kindOf(step).portLabel(step as never, port, t, catalog);
}

/** What a step is called: its name, else its kind. */
export function nameOf(step: Step, t: Translate): string {
  return step.name || t(kindOf(step).word);
}
