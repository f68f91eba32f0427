import { call } from "../api/client";
import type { ExpressionTold, Fate } from "../why/api";
import type { Both } from "../words";

export type { Both, Fate };

/** What GET /inbox and its neighbours answer: see docs/explaining.md and /api/v1/schema. */
type Row = {
  id: string;
  at: string;
  type: string | null;
  type_name: string | null;
  source: string | null;
  summary: string;
  sentence: Both;
  can_replay: boolean;
};
export type Accepted = Row & {
  kind: "event";
  person: string;
  event_id: string;
  occurred_at: string;
  data: unknown;
  fates: Fate[];
};
export type Refused = Row & {
  kind: "rejection";
  code: string;
  pointer: string;
  detail: string;
  excerpt: string;
};
export type InboxRow = Accepted | Refused;
export type Inbox = { rows: InboxRow[]; next: string | null; newest: string };

export type Concerned = {
  journey: string;
  journey_name: string;
  version: number;
  concerned: boolean;
  fates: Fate[];
  sentence: Both;
  entry: { words: Both; expressions: ExpressionTold[] } | null;
};
export type Concern = { event: Accepted; journeys: Concerned[] };

export type Filters = { person: string; type: string; source: string; fate: string };
/** The reader's clock: moments in sentences are told by it, as all others on the page. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
type Place = { before?: string; since?: string; limit?: number };

export function inbox(filters: Filters, place: Place, signal?: AbortSignal): Promise<Inbox> {
  const told = Object.entries({ ...filters, ...place, zone: ZONE }).filter(
    ([, value]) => value !== "",
  );
  const query = new URLSearchParams(told.map(([name, value]) => [name, String(value)]));
  return call("GET", `/inbox?${query}`, signal ? { signal } : {});
}

export function concern(event: string): Promise<Concern> {
  return call("GET", `/events/${event}/why?zone=${encodeURIComponent(ZONE)}`);
}

/** One refused document: the inbox holds it right below the mark that follows it. */
export async function refused(id: string): Promise<Refused | null> {
  const before = `0.${BigInt(id) + 1n}`;
  const { rows } = await call<Inbox>("GET", `/inbox?fate=rejected&limit=1&before=${before}`);
  const row = rows[0];
  return row?.kind === "rejection" && row.id === id ? row : null;
}

export function replayEvent(id: string): Promise<{ id: string }> {
  return call("POST", `/events/${id}/replay`, { body: {} });
}

export function replayRejection(id: string, document: unknown): Promise<{ id: string }> {
  return call("POST", `/rejections/${id}/replay`, { body: { document } });
}

export async function sources(): Promise<{ key: string; name: string }[]> {
  return (await call<{ sources: { key: string; name: string }[] }>("GET", "/sources")).sources;
}
