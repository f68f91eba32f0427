import type { IconName } from "../ui/Icon";
import type { WordKey } from "../words";
import type { InboxRow } from "./api";

/** What became of an event, as the few kinds that a reader tells apart at a glance. */
export type Kind = "entered" | "moved" | "queued" | "waiting" | "ignored" | "rejected" | "noted";

const KINDS: readonly Kind[] = [
  "entered",
  "moved",
  "queued",
  "waiting",
  "ignored",
  "rejected",
  "noted",
];
/** The same words as the server's filter `fate` takes. */
export const FATES = KINDS;

const SIGNS: Record<Kind, IconName> = {
  entered: "arrowRight",
  moved: "check",
  queued: "clock",
  waiting: "more",
  ignored: "minus",
  rejected: "x",
  noted: "message",
};
const WORDS: Record<Kind, WordKey> = {
  entered: "kindEntered",
  moved: "kindMoved",
  queued: "kindQueued",
  waiting: "kindWaiting",
  ignored: "kindIgnored",
  rejected: "kindRejected",
  noted: "kindNoted",
};

/** All that no journey took is ignored, whatever the reason. */
export function kindOf(summary: string): Kind {
  if (summary === "advanced") return "moved";
  return KINDS.find((kind) => kind === summary) ?? "ignored";
}

/** Of one fate, by its code. */
export function kindOfFate(code: string): Kind {
  return code === "set_aside" || code === "error" ? "rejected" : kindOf(code);
}

export function signOf(kind: Kind): IconName {
  return SIGNS[kind];
}

export function wordOf(kind: Kind): WordKey {
  return WORDS[kind];
}

/** Whether one asks of it why it started nothing. */
export function startedNothing(row: InboxRow): boolean {
  return row.kind === "event" && kindOf(row.summary) === "ignored";
}
