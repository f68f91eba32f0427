/** Where a text stops being JSON. */
export type JsonFault = { at: number; line: number; column: number };

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * The first place at which a text is no JSON, or null. Browsers tell it in sentences of their own,
 * some without the place.
 */
export function jsonFault(text: string): JsonFault | null {
  const reader = new Reader(text);
  reader.value();
  reader.space();
  if (reader.fault === null && reader.at === text.length) return null;
  return placed(text, reader.fault ?? reader.at);
}

function placed(text: string, at: number): JsonFault {
  const before = text.slice(0, at).split("\n");
  return { at, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Reads on until something is wrong; from then on nothing is read any more. */
class Reader {
  at = 0;
  fault: number | null = null;

  constructor(private readonly text: string) {}

  space(): void {
    this.take(SPACE);
  }

  value(): void {
    this.space();
    if (this.fault !== null) return;
    if (this.is("{")) this.many("}", () => this.member());
    else if (this.is("[")) this.many("]", () => this.value());
    else if (!this.take(STRING) && !this.take(PLAIN)) this.fault = this.at;
  }

  private member(): void {
    this.space();
    if (!this.take(STRING)) this.fault ??= this.at;
    this.space();
    if (!this.is(":")) this.fault ??= this.at;
    this.value();
  }

  private many(end: string, one: () => void): void {
    this.space();
    if (this.is(end)) return;
    do {
      one();
      this.space();
    } while (this.fault === null && this.is(","));
    if (!this.is(end)) this.fault ??= this.at;
  }

  private is(sign: string): boolean {
    if (this.fault !== null || this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private take(pattern: RegExp): boolean {
    if (this.fault !== null) return false;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found !== undefined;
  }
}
