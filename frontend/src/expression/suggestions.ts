import type { Catalog } from "../api/types";
import type { Graph } from "../graph/types";

export type Suggestion = {
  text: string;
  label: string;
  detail: string;
  kind: "event" | "source" | "action" | "function" | "property";
};

const PROPERTIES = [
  "profileId",
  "namespace",
  "enteredAt",
  "instanceUID",
  "supplementalId",
  "currentNodeName",
  "lastErrorCode",
  "lastErrorMessage",
];

/** Everything that an expression at any step may name. The steps' own events come first. */
export function allSuggestions(catalog: Catalog, graph: Graph): Suggestion[] {
  return [
    ...eventFields(catalog, graph),
    ...sourceFields(catalog),
    ...answers(catalog, graph),
    ...catalog.functions.map((one) => ({
      text: `${one.name}(`,
      label: one.name,
      detail: one.signatures?.[0] ?? "",
      kind: "function" as const,
    })),
    ...PROPERTIES.map((name) => ({
      text: `\${${name}}`,
      label: name,
      detail: "",
      kind: "property" as const,
    })),
  ];
}

/** The events that the journey knows: those it begins with and those it waits for. */
function eventFields(catalog: Catalog, graph: Graph): Suggestion[] {
  const used = new Set(
    Object.values(graph.nodes).flatMap((step) => {
      if (step.type === "entry") return [step.config.event];
      if (step.type !== "wait") return [];
      return step.config.alternatives.map((one) => one.event ?? "");
    }),
  );
  return catalog.events
    .filter((event) => used.has(event.key))
    .flatMap((event) =>
      event.fields.map((field) => ({
        text: `@{${event.key}.${field.path}}`,
        label: `${event.name} · ${field.name}`,
        detail: field.type,
        kind: "event" as const,
      })),
    );
}

function sourceFields(catalog: Catalog): Suggestion[] {
  return catalog.sources.flatMap((source) =>
    source.groups.flatMap((group) => {
      const params = group.params.map((one) => `${one.name}: `).join(", ");
      const tail = params ? `, params: {${params}}` : "";
      return group.fields.map((field) => ({
        text: `#{${source.key}.${group.key}.${field.path}${tail}}`,
        label: `${source.name} · ${field.name}`,
        detail: field.type,
        kind: "source" as const,
      }));
    }),
  );
}

function answers(catalog: Catalog, graph: Graph): Suggestion[] {
  return Object.entries(graph.nodes).flatMap(([key, step]) => {
    if (step.type !== "action") return [];
    const own = catalog.actions.find((one) => one.key === step.config.action);
    return (own?.answer ?? []).map((field) => ({
      text: `@action{${key}.${field.path}}`,
      label: `${step.name} · ${field.path}`,
      detail: field.type,
      kind: "action" as const,
    }));
  });
}

/** What is being typed before the caret: where it begins, and its text. */
export function wordBefore(text: string, caret: number): { start: number; word: string } | null {
  const before = text.slice(0, caret);
  const reference = /[@#$](?:action|node)?\{?[^\s{}()"',]*$/.exec(before);
  const name = reference ?? /[A-Za-z][A-Za-z0-9]*$/.exec(before);
  if (!name || isInText(before)) return null;
  return { start: name.index, word: name[0] };
}

/** Whether an odd number of quotes stands before: then what is typed is a text. */
function isInText(before: string): boolean {
  return (before.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;
}

/** The suggestions that fit a word, at most 50. */
export function matching(all: Suggestion[], word: string): Suggestion[] {
  const marks: Record<string, Suggestion["kind"][]> = {
    "@": ["event", "action"],
    "#": ["source"],
    $: ["property"],
  };
  const kinds = marks[word[0] ?? ""];
  const wanted = word.replace(/^[@#$](action|node)?\{?/, "").toLowerCase();
  return all
    .filter((one) => (kinds ? kinds.includes(one.kind) : true))
    .filter((one) => `${one.text} ${one.label}`.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a, wanted) - rank(b, wanted))
    .slice(0, 50);
}

/** Names that begin so come before names that contain it. */
function rank(one: Suggestion, wanted: string): number {
  if (one.label.toLowerCase().startsWith(wanted)) return 0;
  return one.text
    .toLowerCase()
    .replace(/^[@#$]\{?/, "")
    .startsWith(wanted)
    ? 1
    : 2;
}
