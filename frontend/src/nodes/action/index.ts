import type { Catalog } from "../../api/types";
import type { StepOf } from "../../graph/types";
import type { IconName } from "../../ui/Icon";
import type { NodeKind } from "../kind";
import { actionOf } from "../names";
import { ActionForm } from "./Form";

/** The sign of an action by how it reaches people. */
export function actionIcon(kind: string | undefined, key: string): IconName {
  if (kind === "email" || /mail/.test(key)) return "mail";
  return kind === "message" || /push|sms|message/.test(key) ? "bell" : "send";
}

export const action: NodeKind<"action"> = {
  word: "action",
  tone: () => "action",
  icon: (step, catalog) =>
    actionIcon(actionOf(step.config.action, catalog)?.kind, step.config.action),
  summary: (step, t, catalog) => {
    if (!step.config.action) return t("chooseAction");
    const own = actionOf(step.config.action, catalog);
    if (!own) return step.config.action;
    if (own.parameters.length === 0) return t("noFields");
    return t("fieldsMapped", { n: filled(step, catalog), of: own.parameters.length });
  },
  portLabel: (_, __, t) => t("portNext"),
  Form: ActionForm,
};

function filled(step: StepOf<"action">, catalog: Catalog): number {
  const own = actionOf(step.config.action, catalog)?.parameters ?? [];
  return own.filter((one) => (step.config.parameters[one.key] ?? "").trim() !== "").length;
}
