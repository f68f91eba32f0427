import type { Demo, Guest, PlayedEvent, Value, Values } from "./api";

type Json = { [key: string]: unknown };

/** The data of an event from its fields' values: `a.b` nests, and `a[].b` is of a list's first item. */
export function dataOf(values: Values): Json {
  const data: Json = {};
  for (const [path, value] of Object.entries(values)) put(data, path.split("."), value);
  return data;
}

function put(into: Json, path: string[], value: Value): void {
  const [head = "", ...rest] = path;
  if (rest.length === 0) {
    into[head] = value;
    return;
  }
  const isList = head.endsWith("[]");
  const name = isList ? head.slice(0, -2) : head;
  into[name] ??= isList ? [{}] : {};
  const inner = isList ? (into[name] as Json[])[0] : into[name];
  put(inner as Json, rest, value);
}

/** Stands for what the shell fills in: another number each second. */
const STAMP = "$STAMP";

/** The same event as a line for the shell: a new id, and a new person, each time it is pasted. */
export function curlLine(
  post: Demo["post"],
  event: PlayedEvent,
  guest: Guest,
  isFresh: boolean,
  values: Values,
): string {
  const person = isFresh ? `${guest.person}-${STAMP}` : guest.person;
  const about = event.person_path === null ? { person } : {};
  const own = event.person_path === null ? {} : { [event.person_path]: person };
  const document = {
    type: event.key,
    id: `curl-${STAMP}`,
    ...about,
    data: dataOf({ ...own, ...values }),
  };
  const body = JSON.stringify(document).replaceAll("'", "'\\''").replaceAll(STAMP, "'$(date +%s)'");
  const key = post.key ? `'Authorization: Bearer ${post.key}'` : '"Authorization: Bearer $KEY"';
  return `curl -sS ${post.url} -H ${key} -H 'Content-Type: application/json' -d '${body}'`;
}

/** The field that a JSON pointer into the event means: `/data/a/0/b` is `a[].b`. */
export function pathOfPointer(pointer: string): string {
  return pointer
    .replace(/^\/data\//, "")
    .split("/")
    .reduce(
      (path, part) => (/^\d+$/.test(part) ? `${path}[]` : path ? `${path}.${part}` : part),
      "",
    );
}
