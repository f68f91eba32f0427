import { call } from "../api/client";
import type { Both } from "../words";

export type { Both };
/** The installation's clock, which the demonstration may move on. */
export type Clock = {
  now: string;
  offset_seconds: number;
  zone: string;
  next: string | null;
  others: number;
};
export type Guest = {
  key: string;
  first_name: string;
  last_name: string;
  person: string;
  about: Both;
};
export type Value = string | number | boolean;
/** Values of an event's fields, by path. */
export type Values = Record<string, Value>;
export type PlayedEvent = {
  key: string;
  name: string;
  fields: { path: string; type: string; name: string }[];
  values: Record<string, Values>;
  person_path: string | null;
};
/** Something that happens on the day: an event of a guest, or a moment to move on to. */
export type Beat = {
  minute: number;
  says: Both;
  who?: string;
  guest?: string;
  event?: string;
  values?: Values;
};
export type Demo = {
  here: true;
  may_play: boolean;
  why_no_clock: string;
  clock: Clock;
  guests: Guest[];
  events: PlayedEvent[];
  post: { url: string; key: string | null };
  day: Beat[];
};
export type Sent = { id: string; person: string };
export type ForwardOrder = { to: string } | { by: string };
export type Ports = { nodes: Record<string, { ports: Record<string, number> }> };

export const hotel = {
  read: (journey: string) =>
    call<Demo | { here: false }>("GET", `/demo?journey=${encodeURIComponent(journey)}`),
  clock: () => call<Clock>("GET", "/demo/clock"),
  send: (body: { guest: string; event: string; fresh?: boolean; person?: string; data: unknown }) =>
    call<Sent>("POST", "/demo/events", { body }),
  forward: (order: ForwardOrder, others: boolean) =>
    call<Clock & { reached: boolean }>("POST", "/demo/forward", { body: { ...order, others } }),
  reset: () =>
    call<Clock & { removed: { runs: number; events: number; messages: number } }>(
      "POST",
      "/demo/reset",
      { body: {} },
    ),
  numbers: (journey: string, version: number | null) =>
    call<Ports>("GET", `/journeys/${journey}/numbers${version ? `?version=${version}` : ""}`),
};
