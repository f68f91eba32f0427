/** JSON as people read and mend it: the line of each value, and its faults in words. */

export function printed(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? "null";
}

/** The line (from 0) of a JSON pointer, or of the nearest value around it that is there. */
export function lineOf(text: string, pointer: string): number {
  const places = new Map<string, number>();
  new Reader(text, (at, start) => places.set(at, start)).document();
  let at = pointer;
  while (at !== "" && !places.has(at)) at = at.slice(0, at.lastIndexOf("/"));
  return place(text, places.get(at) ?? 0).line - 1;
}

/** Where a text stops being JSON, and what would have to be there. */
export type JsonFault = { code: JsonFaultCode; line: number; column: number };
export type JsonFaultCode = "empty" | "value" | "key" | "colon" | "comma" | "string" | "more";

type Token = { kind: string; at: number };
const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|("))/uy;

/** What is wrong with a text that should be JSON; null where it is. */
export function jsonFault(text: string): JsonFault | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    const found = new Reader(text).document();
    return { code: found.code, ...place(text, found.at) };
  }
}

function place(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

class Stop extends Error {
  constructor(
    readonly code: JsonFaultCode,
    readonly at: number,
  ) {
    super(code);
  }
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Reads as JSON.parse does, to say where each value begins, and in words where it ends. */
class Reader {
  private at = 0;
  constructor(
    private readonly text: string,
    private readonly onValue: (pointer: string, start: number) => void = () => {},
  ) {}

  document(): { code: JsonFaultCode; at: number } {
    if (this.text.trim() === "") return { code: "empty", at: 0 };
    try {
      this.value(this.next("value"), "");
      const rest = this.text.slice(this.at);
      return { code: "more", at: this.at + rest.length - rest.trimStart().length };
    } catch (error) {
      if (error instanceof Stop) return error;
      throw error;
    }
  }

  private next(expected: JsonFaultCode): Token {
    TOKEN.lastIndex = this.at;
    const found = TOKEN.exec(this.text);
    if (!found) throw new Stop(expected, this.startOfRest());
    const [whole, mark, string, number, word] = found;
    this.at = TOKEN.lastIndex;
    const start = this.at - whole.trimStart().length;
    const kind = mark ?? (string ? "string" : number ? "number" : word ? "word" : "open string");
    if (kind === "open string") throw new Stop("string", start);
    return { kind, at: start };
  }

  private startOfRest(): number {
    const rest = this.text.slice(this.at);
    return this.at + rest.length - rest.trimStart().length;
  }

  private value(token: Token, pointer: string): void {
    this.onValue(pointer, token.at);
    if (token.kind === "{") this.members(pointer);
    else if (token.kind === "[") this.items(pointer);
    else if (!["string", "number", "word"].includes(token.kind)) throw new Stop("value", token.at);
  }

  private members(pointer: string): void {
    let key = this.next("key");
    if (key.kind === "}") return;
    for (;;) {
      if (key.kind !== "string") throw new Stop("key", key.at);
      const name = JSON.parse(this.text.slice(key.at, this.at)) as string;
      const colon = this.next("colon");
      if (colon.kind !== ":") throw new Stop("colon", colon.at);
      this.value(this.next("value"), `${pointer}/${escaped(name)}`);
      if (this.isClosed("}")) return;
      key = this.next("key");
    }
  }

  private items(pointer: string): void {
    let item = this.next("value");
    if (item.kind === "]") return;
    for (let at = 0; ; at++) {
      this.value(item, `${pointer}/${at}`);
      if (this.isClosed("]")) return;
      item = this.next("value");
    }
  }

  /** Whether the end of an object or a list follows; a comma says that more does. */
  private isClosed(end: string): boolean {
    const token = this.next("comma");
    if (token.kind === end) return true;
    if (token.kind !== ",") throw new Stop("comma", token.at);
    return false;
  }
}
