import type { NodeKind } from "../kind";
import { EndForm } from "./Form";

export const end: NodeKind<"end"> = {
  word: "end",
  tone: () => "end",
  icon: () => "flag",
  summary: (step, t) => t(step.config.outcome),
  portLabel: (_, __, t) => t("portNext"),
  Form: EndForm,
};
