import { call } from "../api/client";
import type { RunRow, RunStatus } from "../api/types";
import type { Both } from "../words";

/** A sentence or a name in each language: take `both[t.language]`. */
export type { Both };
export type Origin = "event" | "step" | "profile" | "source" | "action" | "journey" | "item";

/** A value that an expression read, where it came from, and how old it was then. */
export type Use = {
  text: string;
  words: Both;
  value: unknown;
  type: string;
  cut: boolean;
  defaulted: boolean;
  origin: Origin;
  origin_name: Both | null;
  at: string | null;
  age_seconds: number | null;
  key: string;
  start: number;
  end: number;
};
export type Part = {
  text: string;
  value: unknown;
  type: string;
  cut: boolean;
  start: number;
  end: number;
  note: string | null;
};
export type Skipped = { text: string; because: string; start: number; end: number };
export type Fault = { code?: string; message?: string; words?: Both; [more: string]: unknown };
/** An expression with its value and how it came about; `at` is where in its step it stands. */
export type ExpressionTold = {
  at: string;
  /** Of a parameter of an action. */
  name?: string | null;
  text: string;
  words: Both;
  value: unknown;
  type: string;
  uses: Use[];
  parts: Part[];
  skipped: Skipped[];
  decided?: Both | null;
  error: Fault | null;
};
export type Rule = {
  key: string;
  port: string;
  name: Both;
  kind: "expression" | "time" | "date";
  words: Both;
  result: "holds" | "fails" | "error" | "skipped";
};
/** A step that was passed, or (without a port) where the person stands. */
export type NodeTold = {
  node: string;
  name: string;
  type: string;
  words: Both;
  port: string | null;
  port_name: Both | null;
  to: string | null;
  expressions: ExpressionTold[];
  paths?: Rule[];
  split?: { percent: number };
};
export type Read = {
  reference: string;
  words: Both;
  value: unknown;
  source: "profile" | "source";
  origin_name: Both | null;
  at: string | null;
  age_seconds: number | null;
};
export type EntryTold = {
  node: string;
  fate: string;
  words: Both;
  expressions: ExpressionTold[];
  reads: Read[];
  error: Fault | null;
};
export type EventTold = {
  id: string;
  event_id?: string;
  type?: string;
  type_name?: string;
  occurred_at?: string;
  received_at?: string;
  data?: unknown;
};
export type Attempt = {
  at: string;
  status: number | null;
  ms: number | null;
  error: string | null;
  message: string | null;
};
/** What a call asked: of a web address, of a mailbox, or of a channel. There are no secrets in it. */
export type Request = {
  method?: string | null;
  path?: string | null;
  query?: [string, string][];
  headers?: [string, string][];
  body?: unknown;
  channel?: string | null;
  recipient?: string | null;
  to?: string | string[] | null;
  subject?: string | null;
  text?: string | null;
  html?: string | null;
};
export type CallTold = {
  id: string | null;
  of?: "action" | "look_up";
  key?: string;
  name?: string;
  at?: string;
  request?: Request;
  attempts: Attempt[];
  ok: boolean | null;
  status?: number | null;
  error: string | null;
  reason: Both | null;
  /** Why nothing could be sent, more precisely than the reason. */
  detail?: Both | null;
  answer?: unknown;
};
export type Awaited = {
  key: string;
  port: string;
  name: Both;
  words: Both;
  kind: "event" | "duration" | "moment" | "expression";
  event: string | null;
  event_name: string | null;
  due_at: string | null;
  civil: { at?: string; zone?: string } | null;
};
export type Waits = { alternatives: Awaited[]; until: string | null; expires_at: string };
export type By =
  | "entered"
  | "arrived"
  | "woke"
  | "answered"
  | "retried"
  | "ended"
  | "later"
  | "internal"
  | "set_aside"
  | "stale";
/** One thing that happened to a run, and what followed. */
export type WhyStep = {
  id: string;
  seq: number | null;
  at: string;
  by: By;
  code: string;
  sentence: Both;
  event: EventTold | null;
  entry: EntryTold | null;
  answer: CallTold | null;
  nodes: NodeTold[];
  status: string | null;
  node: string | null;
  node_name: string | null;
  reads: Read[];
  call: CallTold | null;
  waits: Waits | null;
  zone: string | null;
  error: Fault | null;
  replayed: boolean;
};
export type Stands = {
  status: RunStatus;
  node: string | null;
  node_name: string;
  sentence: Both;
  waits: Waits | null;
  until: string | null;
};
/** A run explained from what was recorded of it. */
export type Why = {
  run: RunRow;
  replayed: boolean;
  /** The clock by which this was told. */
  now: string;
  differs: { step?: string; reason: string } | null;
  lacks: { what?: string; [more: string]: unknown }[];
  steps: WhyStep[];
  stands: Stands;
};

export const whyApi = {
  why: (run: string, signal?: AbortSignal) =>
    call<Why>("GET", `/runs/${run}/why`, signal ? { signal } : {}),
  retry: (run: string) => call<{ run: string }>("POST", `/runs/${run}/retry`, { body: {} }),
  end: (run: string) => call<{ run: string }>("POST", `/runs/${run}/end`, { body: {} }),
};

export type Fate = {
  code: string;
  journey: string | null;
  journey_name: string | null;
  version: number | null;
  run: string | null;
  at: string;
  node: string | null;
  node_name: string | null;
  later: boolean;
  sentence: Both;
};
export type PersonEvent = {
  id: string;
  at: string;
  type: string | null;
  type_name: string | null;
  source: string | null;
  summary: string;
  sentence: Both;
  event_id?: string;
  occurred_at?: string;
  data?: unknown;
  fates?: Fate[];
};
export type PersonRow = {
  person: string;
  namespace: string;
  key: string;
  name: string | null;
  alias_of: string | null;
  has_profile: boolean;
  inside: number;
  last_event_at: string | null;
};
export type AttributeRow = { path: string; name: string | null; value: unknown };
export type Profile = {
  attributes: unknown;
  name: string | null;
  rows: AttributeRow[];
  changed_at: string;
};
export type Page<Row> = { rows: Row[]; next: string | null };
export type PersonTold = {
  person: string;
  namespace: string;
  key: string;
  name: string | null;
  alias_of: string | null;
  profile: Profile | null;
  events: Page<PersonEvent>;
  runs: Page<RunRow>;
};
/** Where a page of events or of runs begins. */
export type Before = { events_before?: string; runs_before?: string };

const PAGE = "20";

export const peopleApi = {
  find: async (text: string, signal?: AbortSignal) => {
    const query = new URLSearchParams(text ? { q: text, limit: "8" } : { limit: PAGE });
    const path = `/people?${query}`;
    return (await call<{ people: PersonRow[] }>("GET", path, signal ? { signal } : {})).people;
  },
  person: (person: string, before: Before = {}) => {
    const [namespace = "", ...key] = person.split("/");
    const address = [namespace, key.join("/")].map(encodeURIComponent).join("/");
    return call<PersonTold>(
      "GET",
      `/people/${address}?${new URLSearchParams({ limit: PAGE, ...before })}`,
    );
  },
};
