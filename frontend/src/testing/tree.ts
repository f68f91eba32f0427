import type { Json } from "../graph/types";
import type { Data } from "./api";

/** Fields as they are declared, `guest.tokens[].name`, and as a form shows them. */
export type Declared = { path: string; type: string; name?: string };
export type Leaf = { kind: "leaf"; key: string; type: string; name: string };
export type Group = { kind: "group"; key: string; fields: Field[] };
export type List = { kind: "list"; key: string; item: Field };
export type Field = Leaf | Group | List;
export type Place = (string | number)[];

/** The fields as a tree, in the order in which they are declared. */
export function treeOf(declared: Declared[]): Group {
  const root: Group = { kind: "group", key: "", fields: [] };
  for (const one of declared) {
    // What is declared as a whole, too, is edited by its members.
    if (!isAbove(one.path, declared)) plant(root, partsOf(one.path), one);
  }
  return root;
}

function isAbove(path: string, declared: Declared[]): boolean {
  return declared.some(
    (other) => other.path.startsWith(`${path}.`) || other.path.startsWith(`${path}[]`),
  );
}

/** `a.b[].c` as a, b, [], c: a list's items are a level of their own. */
function partsOf(path: string): string[] {
  return path
    .replaceAll("[]", ".[]")
    .split(".")
    .filter((part) => part !== "");
}

function plant(into: Group, [key = "", ...rest]: string[], of: Declared): void {
  const name = of.name ?? of.path;
  if (rest.length === 0) {
    into.fields.push(leafOf(key, of.type, name));
    return;
  }
  if (rest[0] === "[]") {
    const list = listAt(into, key);
    const below = rest.slice(1);
    if (below.length === 0) list.item = leafOf("", of.type, name);
    else if (list.item.kind === "group") plant(list.item, below, of);
    return;
  }
  plant(groupAt(into, key), rest, of);
}

/** A field; one that is a list by its type has items of the type within. */
function leafOf(key: string, type: string, name: string): Field {
  const inner = /^list<(.*)>$/.exec(type)?.[1];
  if (inner === undefined) return { kind: "leaf", key, type, name };
  return { kind: "list", key, item: leafOf("", inner, name) };
}

function listAt(into: Group, key: string): List {
  const found = into.fields.find(
    (field): field is List => field.kind === "list" && field.key === key,
  );
  if (found) return found;
  const made: List = { kind: "list", key, item: { kind: "group", key: "", fields: [] } };
  into.fields.push(made);
  return made;
}

function groupAt(into: Group, key: string): Group {
  const found = into.fields.find(
    (field): field is Group => field.kind === "group" && field.key === key,
  );
  if (found) return found;
  const made: Group = { kind: "group", key, fields: [] };
  into.fields.push(made);
  return made;
}

// --- values -------------------------------------------------------------------------------------

/** The value at a place; undefined where there is none. */
export function at(data: Json | undefined, place: Place): Json | undefined {
  let found: Json | undefined = data;
  for (const part of place) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string | number, Json>)[part];
  }
  return found;
}

/** The data with a value put at a place; undefined takes it out, and objects that it leaves empty. */
export function put(
  data: Json | undefined,
  place: Place,
  value: Json | undefined,
): Json | undefined {
  const [part, ...rest] = place;
  if (part === undefined) return value;
  if (typeof part === "number") return putItem(data, part, rest, value);
  const object = typeof data === "object" && data !== null && !Array.isArray(data) ? data : {};
  const inner = put(object[part], rest, value);
  const { [part]: _, ...others } = object;
  if (inner !== undefined)
    return part in object ? { ...object, [part]: inner } : { ...others, [part]: inner };
  return Object.keys(others).length === 0 ? undefined : others;
}

function putItem(
  data: Json | undefined,
  index: number,
  rest: Place,
  value: Json | undefined,
): Json {
  const items = Array.isArray(data) ? [...data] : [];
  const inner = put(items[index], rest, value);
  // An item that has lost its last field stays: its row is still there to be filled.
  if (inner === undefined && rest.length === 0) items.splice(index, 1);
  else items[index] = inner ?? {};
  return items;
}

// --- examples -----------------------------------------------------------------------------------

const OF_TYPE: Record<string, Json> = {
  string: "text",
  integer: 10,
  decimal: 10.5,
  boolean: true,
  dateTime: "2026-03-02T10:00:00Z",
  dateTimeOnly: "2026-03-02T10:00:00",
  dateOnly: "2026-03-02",
  duration: "PT2H",
  timezone: "Europe/Paris",
  any: "text",
  object: {},
  map: {},
};
/** Texts that read like the real thing, by what the field is called. */
const OF_NAME: [RegExp, string][] = [
  [/e-?mail|^address$/i, "jane@example.com"],
  [/first_?name|given_?name/i, "Jane"],
  [/last_?name|family_?name|surname/i, "Doe"],
  [/gender/i, "female"],
  [/token|phone/i, "phone-1"],
  [/platform/i, "apns"],
  [/(^|_)id$|Id$/, "person-1"],
];

/** Every declared field with a value of its type; a list has one item. */
export function exampleOf(field: Field): Json {
  if (field.kind === "list") return [exampleOf(field.item)];
  if (field.kind === "group") {
    return Object.fromEntries(field.fields.map((one) => [one.key, exampleOf(one)]));
  }
  const named = OF_NAME.find(([pattern]) => pattern.test(field.key))?.[1];
  if (field.type === "string") return named ?? "text";
  return OF_TYPE[field.type] ?? "text";
}

/** The example with the values that another event has under the same names. */
export function overlaid(example: Json, known: Json | undefined): Json {
  if (known === undefined || known === null) return example;
  if (Array.isArray(example)) return Array.isArray(known) && known.length > 0 ? known : example;
  if (typeof example !== "object" || example === null) {
    return typeof known === typeof example ? known : example;
  }
  if (typeof known !== "object" || Array.isArray(known)) return example;
  return Object.fromEntries(
    Object.entries(example).map(([key, value]) => [key, overlaid(value, known[key])]),
  );
}

// --- faults -------------------------------------------------------------------------------------

export type TypeFault = { place: Place; type: string };

/** Values that are not of their declared type, each with its place. What is not declared may be. */
export function faultsOf(field: Field, value: Json | undefined, place: Place = []): TypeFault[] {
  if (value === undefined || value === null) return [];
  if (field.kind === "leaf") return isOf(field.type, value) ? [] : [{ place, type: field.type }];
  if (field.kind === "list") {
    if (!Array.isArray(value)) return [{ place, type: "list" }];
    return value.flatMap((item, index) => faultsOf(field.item, item, [...place, index]));
  }
  if (typeof value !== "object" || Array.isArray(value)) return [{ place, type: "object" }];
  return field.fields.flatMap((one) => faultsOf(one, value[one.key], [...place, one.key]));
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const CHECKS: Record<string, (value: Json) => boolean> = {
  string: (value) => typeof value === "string",
  timezone: (value) => typeof value === "string",
  integer: (value) => Number.isInteger(value),
  decimal: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  dateTime: (value) => isMoment(value),
  dateTimeOnly: (value) => isMoment(value),
  dateOnly: (value) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && isDate(value),
  duration: (value) => typeof value === "string" && /^P(?=.)/.test(value),
  object: (value) => isObject(value),
  map: (value) => isObject(value),
};

function isOf(type: string, value: Json): boolean {
  return CHECKS[type]?.(value) ?? true;
}

function isMoment(value: Json): boolean {
  return typeof value === "string" && DATE_TIME.test(value) && isDate(value);
}

const isDate = (text: string) => !Number.isNaN(Date.parse(text.replace(" ", "T")));
const isObject = (value: Json) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What was typed into a field, as a value of its type where it can be one. */
export function readValue(type: string, text: string): Json | undefined {
  if (text === "") return undefined;
  const isNumber = type === "integer" || type === "decimal";
  if (isNumber && /^-?\d+(\.\d+)?$/.test(text.trim())) return Number(text);
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (type !== "any" && type !== "object" && type !== "map") return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** A value as it is typed. */
export function writeValue(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export const asData = (value: Json | undefined): Data =>
  value !== undefined && value !== null && isObject(value) ? (value as Data) : {};

/** A place as people read it: `guest.nights`, `rooms[0].name`. */
export function placeText(place: Place): string {
  return place
    .map((part) => (typeof part === "number" ? `[${part + 1}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}
