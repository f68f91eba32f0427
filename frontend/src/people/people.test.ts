import { describe, expect, it } from "vitest";
import { addressOf, readPlace } from "./address";
import { grouped, initials, merge } from "./growing";

describe("the address of a person", () => {
  it("names the person and the open run", () => {
    expect(addressOf({ person: "ECID/ann", run: "12" })).toBe("/people/?person=ECID/ann&run=12");
    expect(addressOf({ person: "", run: "12" })).toBe("/people/");
  });

  it.each(["ECID/ann", "ECID/a b&c=d?", "N/김민지", "N/a/b"])("leads back to %s", (person) => {
    const search = addressOf({ person, run: null }).slice("/people/".length);
    expect(readPlace(search)).toEqual({ person, run: null });
  });
});

describe("pages that were loaded one after another", () => {
  const rows = (...ids: string[]) => ids.map((id) => ({ id, at: "" }));

  it("are one list, the newest first, by number and not by letter", () => {
    const all = merge(rows("9", "10"), rows("100", "8"));
    expect(all.map((row) => row.id)).toEqual(["100", "10", "9", "8"]);
  });

  it("have each row once, as it was told last", () => {
    const all = merge([{ id: "1", status: "waiting" }], [{ id: "1", status: "finished" }]);
    expect(all).toEqual([{ id: "1", status: "finished" }]);
  });

  it("are grouped as they follow one another", () => {
    const days = grouped(["a1", "a2", "b1", "a3"], (row) => row.slice(0, 1));
    expect(days).toEqual([
      ["a", ["a1", "a2"]],
      ["b", ["b1"]],
      ["a", ["a3"]],
    ]);
  });
});

describe("the letters of a person", () => {
  it.each([
    ["Jane Doe", "x", "JD"],
    ["Jane Mary Doe", "x", "JD"],
    ["김민지", "x", "민지"],
    ["Cher", "x", "C"],
    [null, "ecid-jane", "E"],
    [null, "--", "?"],
  ])("%s, %s: %s", (name, key, letters) => {
    expect(initials(name, key)).toBe(letters);
  });
});
