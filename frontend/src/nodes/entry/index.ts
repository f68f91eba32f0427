import type { NodeKind } from "../kind";
import { eventName } from "../names";
import { EntryForm } from "./Form";

export const entry: NodeKind<"entry"> = {
  word: "entry",
  tone: () => "event",
  icon: () => "zap",
  summary: (step, t, catalog) => {
    if (!step.config.event) return t("chooseEvent");
    const who = t(step.config.condition ? "goEntryIf" : "goEntry");
    const event = eventName(step.config.event, catalog);
    return [t("entry"), who, event === step.name ? "" : event].filter(Boolean).join(" · ");
  },
  portLabel: (_, __, t) => t("portNext"),
  Form: EntryForm,
};
