import { call } from "../api/client";
import type { Status } from "../api/types";
import type { Both } from "../events/api";

/** What GET /overview answers: see docs/explaining.md. */
export type LiveRow = {
  journey: string;
  name: string;
  status: Status;
  version: number;
  entry_event: string;
  inside: number;
  entered_day: number;
};
export type AttentionRow = {
  kind: "failed" | "rejected" | "silent" | "draft" | "set_aside";
  count: number;
  journey: string | null;
  name: string | null;
  version: number | null;
  node: string | null;
  node_name: string | null;
  run: string | null;
  person: string | null;
  event: string | null;
  type: string | null;
  type_name: string | null;
  at: string | null;
  sentence: Both | null;
};
export type StartRow = {
  step: "event" | "action" | "journey" | "published" | "inside";
  done: boolean;
  event: string | null;
};
export type Overview = {
  at: string;
  live: LiveRow[];
  attention: AttentionRow[];
  start: StartRow[];
};

export function overview(): Promise<Overview> {
  return call("GET", "/overview");
}
