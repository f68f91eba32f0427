import { describe, expect, it } from "vitest";
import {
  at,
  exampleOf,
  faultsOf,
  overlaid,
  placeText,
  put,
  readValue,
  treeOf,
  writeValue,
} from "./tree";

const BEACON = treeOf([
  { path: "ids.mcid.id", type: "string", name: "Guest's id" },
  { path: "profile.tokens[].token", type: "string", name: "Phone" },
  { path: "profile.tokens[].platform", type: "string" },
  { path: "guest.loyaltyMember", type: "boolean" },
  { path: "guest.nights", type: "integer" },
  { path: "tags", type: "list<string>" },
]);

describe("fields as a tree", () => {
  it("nest objects and lists as they are declared", () => {
    expect(BEACON.fields).toEqual([
      {
        kind: "group",
        key: "ids",
        fields: [
          {
            kind: "group",
            key: "mcid",
            fields: [{ kind: "leaf", key: "id", type: "string", name: "Guest's id" }],
          },
        ],
      },
      {
        kind: "group",
        key: "profile",
        fields: [
          {
            kind: "list",
            key: "tokens",
            item: {
              kind: "group",
              key: "",
              fields: [
                { kind: "leaf", key: "token", type: "string", name: "Phone" },
                {
                  kind: "leaf",
                  key: "platform",
                  type: "string",
                  name: "profile.tokens[].platform",
                },
              ],
            },
          },
        ],
      },
      {
        kind: "group",
        key: "guest",
        fields: [
          { kind: "leaf", key: "loyaltyMember", type: "boolean", name: "guest.loyaltyMember" },
          { kind: "leaf", key: "nights", type: "integer", name: "guest.nights" },
        ],
      },
      { kind: "list", key: "tags", item: { kind: "leaf", key: "", type: "string", name: "tags" } },
    ]);
  });

  it("have an example of every type, with one item in a list", () => {
    expect(exampleOf(BEACON)).toEqual({
      ids: { mcid: { id: "person-1" } },
      profile: { tokens: [{ token: "phone-1", platform: "apns" }] },
      guest: { loyaltyMember: true, nights: 10 },
      tags: ["text"],
    });
    expect(faultsOf(BEACON, exampleOf(BEACON))).toEqual([]);
  });

  it("take over what another event says under the same names", () => {
    const known = { ids: { mcid: { id: "ann" } }, guest: { nights: "two" }, other: 1 };
    expect(overlaid(exampleOf(BEACON), known)).toMatchObject({
      ids: { mcid: { id: "ann" } },
      guest: { loyaltyMember: true, nights: 10 },
    });
  });

  it("edit what is declared as a whole by its members", () => {
    const both = treeOf([
      { path: "order", type: "object" },
      { path: "order.total", type: "decimal" },
    ]);
    expect(both.fields).toEqual([
      {
        kind: "group",
        key: "order",
        fields: [{ kind: "leaf", key: "total", type: "decimal", name: "order.total" }],
      },
    ]);
  });
});

describe("a document", () => {
  it("is changed at a place, and the old one stays as it was", () => {
    const before = { guest: { nights: 2 }, tags: ["a"] };
    expect(put(before, ["guest", "nights"], 3)).toEqual({ guest: { nights: 3 }, tags: ["a"] });
    expect(put(before, ["tags", 1], "b")).toEqual({ guest: { nights: 2 }, tags: ["a", "b"] });
    expect(before).toEqual({ guest: { nights: 2 }, tags: ["a"] });
    expect(at(before, ["tags", 0])).toBe("a");
    expect(at(before, ["tags", "x", 1])).toBeUndefined();
  });

  it("loses a field that is emptied, and the objects that this leaves empty", () => {
    expect(put({ a: { b: { c: 1 } }, d: 2 }, ["a", "b", "c"], undefined)).toEqual({ d: 2 });
    expect(put({ a: 1 }, ["a"], undefined)).toBeUndefined();
  });

  it("loses an item that is removed, but keeps one that is only emptied", () => {
    expect(put({ tags: ["a", "b"] }, ["tags", 0], undefined)).toEqual({ tags: ["b"] });
    expect(put({ rows: [{ a: 1 }] }, ["rows", 0, "a"], undefined)).toEqual({ rows: [{}] });
  });

  it("is checked against the types, with the place of each fault", () => {
    const faults = faultsOf(BEACON, {
      ids: "none",
      guest: { loyaltyMember: "yes", nights: 1.5 },
      profile: { tokens: [{ token: 7 }] },
      tags: "a",
      undeclared: {},
    });
    expect(faults.map((fault) => [placeText(fault.place), fault.type])).toEqual([
      ["ids", "object"],
      ["profile.tokens[1].token", "string"],
      ["guest.loyaltyMember", "boolean"],
      ["guest.nights", "integer"],
      ["tags", "list"],
    ]);
  });

  it.each([
    ["dateTime", "2026-03-02T10:00:00Z", "2026-03-02"],
    ["dateOnly", "2026-03-02", "2 March"],
    ["duration", "PT2H", "2 hours"],
    ["decimal", 1.5, "1.5"],
    ["map", {}, []],
  ])("knows a %s from what is none", (type, good, bad) => {
    const field = { kind: "leaf" as const, key: "x", type, name: "x" };
    expect(faultsOf(field, good)).toEqual([]);
    expect(faultsOf(field, bad)).toHaveLength(1);
  });

  it("reads what was typed as the type that is wanted, and keeps what it cannot read", () => {
    expect(readValue("integer", "12")).toBe(12);
    expect(readValue("integer", "twelve")).toBe("twelve");
    expect(readValue("boolean", "false")).toBe(false);
    expect(readValue("string", "12")).toBe("12");
    expect(readValue("any", '{"a": 1}')).toEqual({ a: 1 });
    expect(readValue("string", "")).toBeUndefined();
    expect(writeValue(readValue("any", '{"a": 1}'))).toBe('{"a":1}');
  });
});
