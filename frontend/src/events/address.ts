import type { Filters, InboxRow } from "./api";

/** What the page shows, as its address tells it. */
export type View = Filters & {
  /** A row by its reference; empty for none. */
  open: string;
  /** Whether the answers of every live journey are unfolded. */
  why: boolean;
};

export const EVERYTHING: Filters = { person: "", type: "", source: "", fate: "" };

export function readAddress(search: string): View {
  const asked = new URLSearchParams(search);
  const text = (name: string) => asked.get(name) ?? "";
  return {
    person: text("person"),
    type: text("type"),
    source: text("source"),
    fate: text("fate"),
    open: /^[er]\d{1,18}$/.test(text("open")) ? text("open") : "",
    why: asked.has("why"),
  };
}

export function addressOf(view: View): string {
  const told = new URLSearchParams();
  for (const name of ["person", "type", "source", "fate", "open"] as const) {
    if (view[name]) told.set(name, view[name]);
  }
  if (view.why && view.open) told.set("why", "1");
  const text = told.toString();
  return text ? `?${text}` : window.location.pathname;
}

/** Events and refusals have numbers of their own, so a reference names the kind too. */
export function referenceOf(row: Pick<InboxRow, "kind" | "id">): string {
  return `${row.kind === "event" ? "e" : "r"}${row.id}`;
}

export function isFiltered(filters: Filters): boolean {
  return Boolean(filters.person || filters.type || filters.source || filters.fate);
}

export function sameFilters(a: Filters, b: Filters): boolean {
  return (["person", "type", "source", "fate"] as const).every((name) => a[name] === b[name]);
}
