import { describe, expect, it } from "vitest";
import { jsonFault, lineOf, printed } from "./json";

describe("a text that should be JSON", () => {
  it.each([
    ['{"a": [1, 2.5e3, -0], "b": {"c": "\\u00e9\\n"}, "d": null}', null],
    ["", { code: "empty", line: 1, column: 1 }],
    ["{", { code: "key", line: 1, column: 2 }],
    ['{"a" 1}', { code: "colon", line: 1, column: 6 }],
    ['{"a": }', { code: "value", line: 1, column: 7 }],
    ['{"a": 1,}', { code: "key", line: 1, column: 9 }],
    ['{\n  "a": 1\n  "b": 2\n}', { code: "comma", line: 3, column: 3 }],
    ['{"a": "open}', { code: "string", line: 1, column: 7 }],
    ["[1, 2", { code: "comma", line: 1, column: 6 }],
    ["[1, oops]", { code: "value", line: 1, column: 5 }],
    ["{} {}", { code: "more", line: 1, column: 4 }],
    ['{"type": "A", oops', { code: "key", line: 1, column: 15 }],
  ])("%s is told where it fails", (text, fault) => {
    expect(jsonFault(text)).toEqual(fault);
  });
});

describe("the line of a value", () => {
  const text = printed({ type: "Order", data: { "a/b": 1, items: [{ n: 1 }, { n: "two" }] } });

  it("is found by its pointer", () => {
    const line = (pointer: string) => text.split("\n")[lineOf(text, pointer)]?.trim();
    expect(line("/type")).toBe('"type": "Order",');
    expect(line("/data/a~1b")).toBe('"a/b": 1,');
    expect(line("/data/items/1/n")).toBe('"n": "two"');
  });

  it("is that of what is around it where it is missing", () => {
    expect(lineOf(text, "/data/person")).toBe(2);
    expect(lineOf(text, "/person")).toBe(0);
  });
});
