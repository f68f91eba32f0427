import { describe, expect, it } from "vitest";
import { emptyDocument } from "../graph/types";
import { CATALOG } from "../test-catalog";
import { pieces, unitOffset } from "./highlight";
import { allSuggestions, matching, wordBefore } from "./suggestions";

const { graph } = emptyDocument();
const journey = {
  ...graph,
  nodes: {
    lobby: {
      type: "entry" as const,
      name: "",
      config: { event: "LobbyBeacon", condition: "" },
    },
    push: {
      type: "action" as const,
      name: "Push",
      config: {
        action: "welcome_push",
        parameters: {},
        timeout: 5,
        retries: 3,
        on_error: "stop" as const,
      },
    },
  },
};
const found = (word: string) =>
  matching(allSuggestions(CATALOG, journey), word).map((one) => one.text);

describe("suggestions", () => {
  it("are the fields of the events that the journey knows, after @", () => {
    expect(found("@{beac")).toEqual(["@{LobbyBeacon.beacon.name}"]);
    expect(found("@")).toEqual(["@{LobbyBeacon.beacon.name}", "@action{push.id}"]);
  });

  it("are the fields of sources with what they ask for, after #", () => {
    expect(found("#")).toEqual(["#{Hotel.Room.reservation, params: {id: }}"]);
  });

  it("are functions and everything else by name", () => {
    expect(found("tostr")).toEqual(["toString("]);
    expect(found("$profile")).toEqual(["$" + "{profileId}"]);
  });

  it.each([
    ["@{Lob", { start: 0, word: "@{Lob" }],
    ["toString(@Lob", { start: 9, word: "@Lob" }],
    ["1 + cou", { start: 4, word: "cou" }],
    ['"a text wi', null],
    ["1 + ", null],
  ])("complete what is typed in %s", (text, expected) => {
    expect(wordBefore(text, text.length)).toEqual(expected);
  });
});

describe("highlighting", () => {
  it("tells references, texts, numbers and words apart", () => {
    const looks = pieces('@{A.b} == "x" and count(1)', []).map((one) => one.look);
    expect(looks.filter(Boolean)).toEqual(["event", "text", "word", "call", "number"]);
  });

  it("underlines faults inside of a token", () => {
    expect(pieces("#{Ax.b}", [{ start: 2, end: 4 }])).toEqual([
      { text: "#{", look: "source" },
      { text: "Ax", look: "source fault" },
      { text: ".b}", look: "source" },
    ]);
  });

  it("counts characters as the server does", () => {
    expect(unitOffset("🙂 = 1", 2)).toBe(3);
  });
});
