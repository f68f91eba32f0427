import type { NodeKind } from "../kind";
import { ConditionForm } from "./Form";

export const condition: NodeKind<"condition"> = {
  word: "condition",
  tone: () => "flow",
  icon: () => "split",
  summary: (step, t) => t.count("pathsFirst", step.config.paths.length),
  portLabel: (step, port, t) => {
    const index = step.config.paths.findIndex((path) => `path:${path.key}` === port);
    const name = step.config.paths[index]?.name;
    return name ? `${index + 1}  ${name}` : t("portPath", { n: index + 1 });
  },
  Form: ConditionForm,
};
