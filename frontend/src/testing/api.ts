import { call } from "../api/client";
import type { CatalogField } from "../api/types";
import type { Json } from "../graph/types";
import type {
  Both,
  By,
  EntryTold,
  Fault,
  NodeTold,
  Read,
  Request,
  Stands,
  Waits,
} from "../why/api";

export type Data = { [key: string]: Json };

/** How a call ends. */
export type Outcome = {
  ok?: boolean;
  status?: number | null;
  error?: string | null;
  answer?: Json;
};
/** A value at hand, or how asking for it ends. */
export type Value = { value: Json; at?: string | null } | { error: string; status?: number };

/** One thing that the user lets happen; a recorded run has more of each. */
export type Choice = {
  do: "event" | "jump" | "wait" | "answer" | "retry" | "end";
  at?: string;
  after?: string;
  type?: string;
  data?: Data;
  values?: Record<string, Value>;
} & Outcome;

/** What is simulated, without the drawing and the choices: see docs/explaining.md. */
export type Base = {
  event: { id: string } | { type: string; data: Data; [more: string]: unknown };
  person?: string;
  now?: string;
  profile?: Data | null;
  values?: Record<string, Value>;
  answers?: Record<string, Outcome>;
  paths?: Record<string, string>;
  zone?: string | null;
  run?: string;
  automatic?: boolean;
  exact?: boolean;
};
export type Body = Base & { steps: Choice[] };

export type WouldSend = {
  of: "action" | "look_up";
  key: string;
  name: string;
  node: string | null;
  kind: string | null;
  request: Request | null;
  to: string | null;
  error: { code: string; message: string } | null;
};
export type SimulatedEvent = {
  type: string;
  type_name: string;
  occurred_at: string;
  received_at: string;
  data: Json;
};
export type SimulatedAnswer = {
  ok: boolean;
  status: number | null;
  error: string | null;
  reason: Both | null;
  answer: Json;
};
export type SimulatedStep = {
  /** The number of the choice that led here; null is the entry. */
  choice: number | null;
  at: string;
  by: By;
  code: string;
  sentence: Both;
  event: SimulatedEvent | null;
  answer: SimulatedAnswer | null;
  nodes: NodeTold[];
  status: string;
  node: string | null;
  node_name: string | null;
  reads: Read[];
  call: WouldSend | null;
  waits: Waits | null;
  zone: string;
  error: Fault | null;
};
export type Lack = {
  key: string;
  group_key: string;
  source: string;
  group: string;
  params: Data;
};
export type Following = {
  can: Choice["do"][];
  moment: string | null;
  events: { type: string; name: string }[];
  look_up: (Lack & { fields: { path: string; type: string }[] }) | null;
  call: WouldSend | null;
};
export type Simulated = {
  entered: boolean;
  entry: { fate: string; sentence: Both; condition: EntryTold | null; lacks: Lack[] };
  steps: SimulatedStep[];
  path: [string, string][];
  now: string;
  stands: Stands | null;
  next: Following;
  left: { choice: number; reason: string; sentence: Both } | null;
};

/** An event of the log that this journey may have begun with. */
export type RecordedEvent = {
  id: string;
  at: string;
  type: string;
  type_name: string | null;
  person: string;
  data: Data;
  sentence: Both;
};
export type Found = { person: string; has_profile: boolean; last_event_at: string | null };

const RECENT = 20;

export const testing = {
  simulate: (journey: string, body: Body & { graph: unknown }, signal: AbortSignal) =>
    call<Simulated>("POST", `/journeys/${journey}/simulate`, { body, signal }),
  recorded: (run: string) => call<Body>("GET", `/runs/${run}/simulation`),
  events: async (type: string) => {
    const path = `/inbox?type=${encodeURIComponent(type)}&limit=${RECENT}`;
    const { rows } = await call<{ rows: (RecordedEvent & { kind: string })[] }>("GET", path);
    return rows.filter((row) => row.kind === "event");
  },
  people: async (text: string, signal: AbortSignal) => {
    const path = `/people?q=${encodeURIComponent(text)}&limit=8`;
    return (await call<{ people: Found[] }>("GET", path, { signal })).people;
  },
  attributes: async () =>
    (await call<{ attributes: CatalogField[] }>("GET", "/profile-schema")).attributes,
};
