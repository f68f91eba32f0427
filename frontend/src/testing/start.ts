import type { Graph } from "../graph/types";
import type { Body, Data, RecordedEvent } from "./api";

/** What is chosen before it begins: which event, about whom, and when. */
export type Start = {
  /** The event type that all of this was chosen for. */
  type: string | null;
  kind: "recorded" | "typed";
  recorded: RecordedEvent | null;
  /** The typed event's data; null until its fields are known. */
  data: Data | null;
  who: "event" | "known" | "made";
  person: string;
  name: string;
  profile: Data | null;
  /** When it begins; null is now, or of a recorded event when it came. */
  now: string | null;
};

export const FIRST: Start = {
  type: null,
  kind: "recorded",
  recorded: null,
  data: null,
  who: "event",
  person: "",
  name: "",
  profile: null,
  now: null,
};

/** The event by which people enter a drawing; null where it has none. */
export function entryEvent(graph: Graph): string | null {
  const entry = Object.values(graph.nodes).find((node) => node.type === "entry");
  return (entry?.type === "entry" && entry.config.event) || null;
}

/** Who it is about: a typed event tells of nobody, so there somebody has to be chosen. */
export function whoOf(start: Start): Start["who"] {
  return start.kind === "typed" && start.who === "event" ? "made" : start.who;
}

/** When it begins: as chosen, or when the event came; null is now, by the server's clock. */
export function beginning(start: Start): string | null {
  return start.now ?? (start.kind === "recorded" ? (start.recorded?.at ?? null) : null);
}

/** What is still needed before it can begin. */
export function lacking(start: Start): "event" | "person" | null {
  if (start.kind === "recorded" && !start.recorded) return "event";
  return whoOf(start) === "known" && start.person.trim() === "" ? "person" : null;
}

/** Whoever is made up and has no name. */
export const SOMEONE = "someone";

/** The question to begin with. */
export function bodyOf(start: Start, type: string): Body {
  const who = whoOf(start);
  const now = beginning(start);
  const event =
    start.kind === "recorded" && start.recorded
      ? { id: start.recorded.id }
      : { type, data: start.data ?? {} };
  return {
    event,
    ...(now !== null && { now }),
    ...(who === "known" && { person: start.person.trim() }),
    ...(who === "made" && { person: start.name.trim() || SOMEONE, profile: start.profile ?? {} }),
    steps: [],
  };
}
