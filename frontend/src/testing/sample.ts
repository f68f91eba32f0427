import type { NodeTold } from "../why/api";
import type { Simulated, SimulatedStep } from "./api";

/** Small answers of the simulator, for tests. */

const both = (text: string) => ({ en: text, ko: text });

export function node(key: string, port: string | null, to: string | null = null): NodeTold {
  return {
    node: key,
    name: key,
    type: "action",
    words: both(key),
    port,
    port_name: port === null ? null : both(port),
    to,
    expressions: [],
  };
}

export function step(change: Partial<SimulatedStep>): SimulatedStep {
  return {
    choice: null,
    at: "2026-03-02T09:00:00Z",
    by: "entered",
    code: "entered",
    sentence: both("Entered."),
    event: null,
    answer: null,
    nodes: [],
    status: "waiting",
    node: null,
    node_name: null,
    reads: [],
    call: null,
    waits: null,
    zone: "Europe/Paris",
    error: null,
    ...change,
  };
}

export const CALL = {
  of: "action" as const,
  key: "welcome_push",
  name: "Welcome push",
  node: "welcome",
  kind: "message",
  request: { channel: "push", recipient: "phone", text: "Welcome" },
  to: null,
  error: null,
};
const WAITS = {
  alternatives: [],
  until: "2026-03-02T15:00:00Z",
  expires_at: "2026-06-01T09:00:00Z",
};

/** Enters, is welcomed, waits; two hours later comes to the restaurant and is through. */
export const STEPS: SimulatedStep[] = [
  step({
    nodes: [node("lobby", "next", "welcome"), node("welcome", null)],
    status: "calling",
    node: "welcome",
    call: CALL,
  }),
  step({
    by: "answered",
    answer: { ok: true, status: null, error: null, reason: null, answer: null },
    nodes: [node("welcome", "next", "dinner"), node("dinner", null)],
    node: "dinner",
    waits: WAITS,
  }),
  step({
    by: "arrived",
    choice: 0,
    at: "2026-03-02T11:00:00Z",
    nodes: [node("dinner", "alt:came", "done"), node("done", null)],
    status: "finished",
    node: "done",
  }),
];

export function simulated(steps: SimulatedStep[], change: Partial<Simulated> = {}): Simulated {
  return {
    entered: true,
    entry: { fate: "entered", sentence: both("The person enters."), condition: null, lacks: [] },
    steps,
    path: [],
    now: steps.at(-1)?.at ?? "2026-03-02T09:00:00Z",
    stands: null,
    next: { can: [], moment: null, events: [], look_up: null, call: null },
    left: null,
    ...change,
  };
}
