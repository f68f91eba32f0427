import type { NodeKind } from "../kind";
import { SplitForm } from "./Form";

export const split: NodeKind<"split"> = {
  word: "split",
  tone: () => "flow",
  icon: () => "shuffle",
  summary: (step) => step.config.paths.map((path) => `${path.percent} %`).join(" / "),
  portLabel: (step, port, t) => {
    const index = step.config.paths.findIndex((path) => `path:${path.key}` === port);
    const path = step.config.paths[index];
    return `${path?.name || t("portPath", { n: index + 1 })} · ${path?.percent ?? 0} %`;
  },
  Form: SplitForm,
};
