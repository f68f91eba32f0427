import type { RawGraph, RawLayout } from "../graph/reading";

/** What the server answers: see /api/v1/schema. */
export type Severity = "error" | "warning" | "hint";
export type Problem = {
  code: string;
  severity: Severity;
  node: string | null;
  pointer: string;
  params: Record<string, unknown>;
  message: string;
};
export type Status = "draft" | "live" | "paused" | "closed" | "stopping" | "stopped" | "finished";

export type Me = { name: string; email: string; rights: string[]; language: string };
export type JourneyRow = {
  id: string;
  name: string;
  status: Status;
  live_version: number | null;
  entry_event: string | null;
  inside: number;
  entered: number;
  problems: number;
  updated_at: string;
  updated_by: string | null;
};
export type VersionRow = {
  number: number;
  status: Status;
  published_at: string;
  published_by: string | null;
  note: string;
  inside: number;
};
export type Journey = {
  id: string;
  name: string;
  description: string;
  status: Status;
  live_version: number | null;
  inside: number;
  versions: VersionRow[];
  draft: { revision: number; differs: boolean };
};
export type VersionDetail = VersionRow & { graph: RawGraph; layout: RawLayout };
export type Draft = {
  revision: number;
  graph: RawGraph;
  layout: RawLayout;
  problems: Problem[];
};
export type DraftSaved = { revision: number; problems: Problem[] };

export type CatalogField = { path: string; type: string; name: string };
export type CatalogEvent = {
  key: string;
  name: string;
  namespace: string | null;
  fields: CatalogField[];
};
export type CatalogGroup = {
  key: string;
  name: string;
  fields: CatalogField[];
  params: { name: string; type: string }[];
};
export type CatalogSource = { key: string; name: string; groups: CatalogGroup[] };
export type CatalogParameter = {
  key: string;
  name: string;
  type: string;
  required: boolean;
  help: string;
};
export type CatalogAction = {
  key: string;
  name: string;
  kind: "http" | "email" | "message";
  parameters: CatalogParameter[];
  answer: { path: string; type: string }[];
};
export type CatalogFunction = { name: string; category?: string; signatures?: string[] };
export type Catalog = {
  events: CatalogEvent[];
  sources: CatalogSource[];
  actions: CatalogAction[];
  functions: CatalogFunction[];
};

export type ExpressionProblem = {
  code: string;
  message: string;
  messages?: Record<string, string>;
  start: number;
  end: number;
  fix: { text: string; start: number; end: number } | null;
  severity?: "error" | "warning";
};
export type ExpressionAnswer = {
  type: string;
  problems: ExpressionProblem[];
  words: Record<string, string>;
};

export type Message = {
  id: string;
  channel: string;
  to: string;
  subject: string;
  text: string;
  journey: string;
  journey_name: string;
  version: number;
  node: string;
  node_name: string;
  person: string;
  at: string;
  key: string;
};

/** What became of an event in one journey. */
export type FateRow = {
  journey: string | null;
  journey_name: string | null;
  version: number | null;
  code: string;
  node: string | null;
  node_name: string | null;
  at: string;
};
export type EventRow = {
  id: string;
  event_id: string;
  type: string | null;
  person: string | null;
  occurred_at: string;
  received_at: string;
  data: unknown;
  summary: string;
  fates: FateRow[];
};
export type RejectionRow = {
  id: string;
  at: string;
  source: string | null;
  type: string | null;
  code: string;
  pointer: string;
  detail: string;
};

export type RunStatus =
  | "waiting"
  | "looking_up"
  | "calling"
  | "held"
  | "failed"
  | "finished"
  | "stopped";
export type RunRow = {
  id: string;
  journey: string;
  journey_name: string | null;
  version: number;
  person: string;
  status: RunStatus;
  node: string | null;
  node_name: string | null;
  entered_at: string | null;
  ended_at: string | null;
  wake_at: string | null;
  zone: string;
};
export type LeftStep = {
  node: string;
  name: string;
  type: string;
  port: string | null;
  port_name: string;
  to: string | null;
};
export type RunStep = {
  seq: number;
  at: string;
  code: string;
  event: string | null;
  path: LeftStep[];
  node: string | null;
  node_name: string | null;
  reads: unknown[];
  error: { code?: string; message?: string } | null;
};
export type RunDetail = RunRow & { steps: RunStep[] };
