import type { JourneyRow, Status } from "../api/types";

/** What the list is narrowed to, as its address tells it. */
export type Asked = { text: string; status: "" | Status };

export const STATUSES: readonly Status[] = [
  "live",
  "draft",
  "paused",
  "closed",
  "stopping",
  "stopped",
  "finished",
];

export function readAddress(search: string): Asked {
  const asked = new URLSearchParams(search);
  const status = STATUSES.find((one) => one === asked.get("status")) ?? "";
  return { text: asked.get("q") ?? "", status };
}

export function addressOf({ text, status }: Asked): string {
  const told = new URLSearchParams();
  if (text.trim()) told.set("q", text.trim());
  if (status) told.set("status", status);
  const query = told.toString();
  return query ? `?${query}` : window.location.pathname;
}

/** Whether a journey is of the status, and its name or its entry event holds the text. */
export function matches(row: JourneyRow, asked: Asked, names: Map<string, string>): boolean {
  if (asked.status && row.status !== asked.status) return false;
  const event = row.entry_event ?? "";
  const own = folded(`${row.name} ${event} ${names.get(event) ?? ""}`);
  return own.includes(folded(asked.text.trim()));
}

/** Width, case and how Hangul is composed make no difference. */
function folded(text: string): string {
  return text.normalize("NFKD").toLowerCase();
}
