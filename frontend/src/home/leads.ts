import type { AttentionRow } from "./api";

/** Where the thing itself can be seen, and mended. */
export function leadsTo(row: AttentionRow, maySeePeople: boolean): string {
  switch (row.kind) {
    case "failed":
      return row.count === 1 && maySeePeople ? person(row) : step(row);
    case "rejected":
      return `/events/?${query({ type: row.type, fate: "rejected" })}`;
    case "silent":
      return `/events/?${query({ type: row.type })}`;
    case "set_aside":
      return `/events/?${query({ open: row.event && `e${row.event}` })}`;
    case "draft":
      return `/journeys/${row.journey}/`;
  }
}

function person(row: AttentionRow): string {
  return `/people/?${query({ person: row.person, run: row.run })}`;
}

function step(row: AttentionRow): string {
  const version = row.version === null ? null : String(row.version);
  return `/journeys/${row.journey}/?${query({ mode: "live", version, step: row.node })}`;
}

function query(told: Record<string, string | null>): string {
  const given = Object.entries(told).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return new URLSearchParams(given).toString();
}
