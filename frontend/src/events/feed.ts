import { referenceOf } from "./address";
import type { Inbox, InboxRow } from "./api";

export const NEW_FOR = 4_000;
/** Rows that are kept in the page; older ones are asked for again. */
export const MOST = 400;

export type Feed = {
  rows: InboxRow[];
  /** Where older rows begin; null at the end. */
  next: string | null;
  newest: string | null;
  /** When each row that came later was first seen, by its reference. */
  seen: Map<string, number>;
};

export const NOTHING: Feed = { rows: [], next: null, newest: null, seen: new Map() };

/** The first page. */
export function begun(answer: Inbox): Feed {
  return { rows: answer.rows, next: answer.next, newest: answer.newest, seen: new Map() };
}

/**
 * A feed with what has come since. A row that is known already is told anew, as its fate may have
 * been decided. More than one answer holds leaves a gap, so the feed begins anew.
 */
export function followed(feed: Feed, answer: Inbox, now: number): Feed {
  const seen = new Map([...feed.seen].filter(([, at]) => now - at < NEW_FOR));
  const known = new Set(feed.rows.map(referenceOf));
  const fresh = answer.rows.filter((row) => !known.has(referenceOf(row)));
  for (const row of fresh) seen.set(referenceOf(row), now);
  if (answer.next !== null) {
    return { rows: answer.rows, next: answer.next, newest: answer.newest, seen };
  }
  const told = new Map(answer.rows.map((row) => [referenceOf(row), row]));
  const older = feed.rows.map((row) => told.get(referenceOf(row)) ?? row);
  const all = [...fresh, ...older];
  if (all.length <= MOST) return { ...feed, rows: all, newest: answer.newest, seen };
  const rows = all.slice(0, MOST);
  return { rows, next: markBelow(rows), newest: answer.newest, seen };
}

/** A feed with the next older page. */
export function continued(feed: Feed, answer: Inbox): Feed {
  const known = new Set(feed.rows.map(referenceOf));
  const older = answer.rows.filter((row) => !known.has(referenceOf(row)));
  return { ...feed, rows: [...feed.rows, ...older], next: answer.next };
}

/** The mark below the last rows of both logs that are shown. */
function markBelow(rows: InboxRow[]): string {
  const last = (kind: InboxRow["kind"]) => rows.findLast((row) => row.kind === kind)?.id;
  const end = "9223372036854775807";
  return `${last("event") ?? end}.${last("rejection") ?? end}`;
}
