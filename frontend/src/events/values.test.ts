import { describe, expect, it } from "vitest";
import { words } from "../words";
import { ageText, valueText } from "./values";

describe("a value that a condition read", () => {
  it.each([
    [null, "no value"],
    [true, "yes"],
    [12000, "12,000"],
    ["", "“”"],
    ["T9", "T9"],
    [["a", 1], '["a",1]'],
  ])("%o is said as %s", (value, text) => {
    expect(valueText(value, "en")).toBe(text);
  });

  it.each([
    [61, "1 minute old then"],
    [7_300, "2 hours old then"],
    [400_000, "4 days old then"],
  ])("that was %d seconds old is told to be %s", (seconds, text) => {
    expect(ageText(seconds, words())).toBe(text);
  });
});
