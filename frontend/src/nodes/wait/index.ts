import type { Alternative, StepOf } from "../../graph/types";
import { momentText, type Translate } from "../../words";
import { durationText } from "../durationText";
import type { NodeKind } from "../kind";
import { WaitForm } from "./Form";

type Wait = StepOf<"wait">;

const hasEvent = (step: Wait) => step.config.alternatives.some((one) => one.kind === "event");

export const wait: NodeKind<"wait"> = {
  word: "wait",
  tone: (step) => (hasEvent(step) ? "event" : "flow"),
  icon: (step) => {
    if (hasEvent(step)) return "hand";
    return step.config.alternatives.some((one) => one.kind === "moment") ? "calendar" : "clock";
  },
  summary,
  portLabel: (step, port, t) => {
    const one = step.config.alternatives.find((alt) => `alt:${alt.key}` === port);
    return one ? one.name || automaticLabel(step, one, t) : port;
  },
  Form: WaitForm,
};

function summary(step: Wait, t: Translate): string {
  const { alternatives } = step.config;
  const limit = alternatives.find((one) => one.kind === "duration");
  const first = alternatives[0];
  if (!first) return t("waitNothing");
  if (hasEvent(step)) {
    return limit ? t("atMost", { duration: durationText(limit.duration ?? "", t) }) : t("noLimit");
  }
  if (first.kind === "moment") {
    return t("waitUntil", { moment: momentText(first.at ?? "", t.language) });
  }
  if (first.kind === "expression") return t("waitComputed");
  return t("waitDuration", { duration: durationText(first.duration ?? "", t) });
}

/** What an alternative is called until the user gives it a name. */
export function automaticLabel(step: Wait, one: Alternative, t: Translate): string {
  switch (one.kind) {
    case "event":
      return t("portArrived");
    case "duration": {
      const duration = durationText(one.duration ?? "", t);
      return t(hasEvent(step) ? "portNotIn" : "portAfter", { duration });
    }
    case "moment":
      return t("portAt", { moment: momentText(one.at ?? "", t.language) });
    case "expression":
      return t("portComputed");
  }
}
