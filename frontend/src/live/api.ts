import { call, callIfChanged } from "../api/client";
import type { RunStatus } from "../api/types";

/** The four numbers of a step, each with people behind it. */
export const WHAT = ["inside", "passed", "left", "failed"] as const;
export type What = (typeof WHAT)[number];
export type StepNumbers = { [W in What]: number } & { ports: Record<string, number> };
export type Totals = {
  entered: number;
  inside: number;
  finished: number;
  stopped: number;
  failed: number;
};
export type NumbersTold = {
  at: string;
  version: number;
  status: string;
  totals: Totals;
  nodes: Record<string, StepNumbers>;
};

/** A number on the canvas; of those who passed, also those by one way out. */
export type Behind = { node: string; what: What; port: string | null };
type Fault = { code?: string; message?: string; words?: { en: string; ko: string } };
export type PersonBehind = {
  run: string;
  person: string;
  status: RunStatus;
  entered_at: string;
  ended_at: string | null;
  until: string | null;
  since: string | null;
  port: string | null;
  error: Fault | null;
};
export type PeoplePage = { people: PersonBehind[]; next: string | null };

export function numbersIfChanged(
  journey: string,
  version: number,
  tag: string | null,
  signal: AbortSignal,
) {
  const path = `/journeys/${journey}/numbers?version=${version}`;
  return callIfChanged<NumbersTold>(path, tag, signal);
}

type Asked = Behind & { journey: string; version: number; before: string | null; limit: number };

export function peopleBehind(asked: Asked, signal: AbortSignal): Promise<PeoplePage> {
  const query = new URLSearchParams({ what: asked.what, version: String(asked.version) });
  query.set("limit", String(asked.limit));
  if (asked.port) query.set("port", asked.port);
  if (asked.before) query.set("before", asked.before);
  const path = `/journeys/${asked.journey}/numbers/${encodeURIComponent(asked.node)}/people`;
  return call<PeoplePage>("GET", `${path}?${query}`, { signal });
}

export const retryRun = (run: string) => call<unknown>("POST", `/runs/${run}/retry`, { body: {} });
export const endRun = (run: string) => call<unknown>("POST", `/runs/${run}/end`, { body: {} });
