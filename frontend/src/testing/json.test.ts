import { describe, expect, it } from "vitest";
import { jsonFault } from "./json";

describe("the place where a text is no JSON", () => {
  it.each([
    '{"a": [1, -2.5e3, true, null, "\\u00e9\\n"], "b": {}}',
    " [] ",
    '"text"',
    "0",
  ])("is nowhere in %s", (text) => {
    expect(jsonFault(text)).toBeNull();
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it.each([
    ["", 1, 1],
    ['{"a": 1,}', 1, 9],
    ['{"a" 1}', 1, 6],
    ['{\n  "a": oops\n}', 2, 8],
    ["[1 2]", 1, 4],
    ['{"a": "un', 1, 7],
    ["01", 1, 2],
    ['{"a": 1} x', 1, 10],
    ["{'a': 1}", 1, 2],
  ])("is in %j at line %i, column %i", (text, line, column) => {
    expect(jsonFault(text)).toMatchObject({ line, column });
    expect(() => JSON.parse(text)).toThrow();
  });
});
