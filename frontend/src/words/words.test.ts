import { describe, expect, it } from "vitest";
import { en } from "./en";
import { ago, fill, problemText, setLanguage, words } from "./index";
import { ko } from "./ko";
import { PROBLEMS } from "./problems";

const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe("the catalogues", () => {
  it("have the same words, none empty, in both languages", () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
    for (const text of Object.values(ko)) expect(text).not.toBe("");
  });

  it.each(Object.keys(en) as (keyof typeof en)[])("%s keeps its parameters", (key) => {
    const known = new Set(names(en[key]));
    for (const name of names(ko[key])) expect(known.has(name as string) || name === "n").toBe(true);
  });

  it.each(Object.keys(PROBLEMS))("problem %s says the same in both", (code) => {
    const problem = PROBLEMS[code];
    expect(names(problem?.ko ?? "")).toEqual(names(problem?.en ?? ""));
  });
});

describe("words", () => {
  it("switch language at once", () => {
    setLanguage("ko");
    expect(words()("undo")).toBe("실행 취소");
    setLanguage("en");
    expect(words()("undo")).toBe("Undo");
  });

  it("count", () => {
    expect(words().count("problems", 1)).toBe("1 problem");
    expect(words().count("inside", 1204)).toBe("1,204 people inside");
  });

  it("leave a name without a value", () => {
    expect(fill("{a} {b}", { a: 1 })).toBe("1 {b}");
  });

  it("take the server's sentence for codes that they do not know", () => {
    const problem = { code: "new_code", params: {}, message: "Something new." };
    expect(problemText(problem, "ko")).toBe("Something new.");
    const unreachable = { code: "unreachable", params: { step: "Wait" }, message: "" };
    expect(problemText(unreachable, "en")).toContain("“Wait”");
    expect(problemText({ ...unreachable, params: {}, message: "given" }, "en")).toBe("given");
  });

  it("tell how long ago", () => {
    const now = Date.parse("2026-03-01T10:00:00Z");
    expect(ago("2026-03-01T09:57:00Z", "en", now)).toBe("3 minutes ago");
    expect(ago("2026-01-01T09:57:00Z", "en", now)).toContain("2026");
  });
});
