import { describe, expect, it } from "vitest";
import { readDocument } from "../graph/reading";
import type { RecordedEvent } from "./api";
import { bodyOf, entryEvent, FIRST, lacking, whoOf } from "./start";

const CAME: RecordedEvent = {
  id: "12",
  at: "2026-03-02T09:00:00Z",
  type: "LobbyBeacon",
  type_name: null,
  person: "ECID/ann",
  data: {},
  sentence: { en: "", ko: "" },
};

describe("the beginning of a try-out", () => {
  it("needs an entry event in the drawing", () => {
    const nodes = { lobby: { type: "entry", config: { event: "LobbyBeacon" } } };
    expect(entryEvent(readDocument({ nodes }, {}).graph)).toBe("LobbyBeacon");
    expect(entryEvent(readDocument({}, {}).graph)).toBeNull();
  });

  it("takes a recorded event with its person, when it came", () => {
    expect(bodyOf({ ...FIRST, recorded: CAME }, "LobbyBeacon")).toEqual({
      event: { id: "12" },
      now: CAME.at,
      steps: [],
    });
  });

  it("takes a typed event of somebody made up, and leaves the time to the server", () => {
    const start = { ...FIRST, kind: "typed" as const, data: { a: 1 }, profile: { vip: true } };
    expect(whoOf(start)).toBe("made");
    expect(bodyOf(start, "LobbyBeacon")).toEqual({
      event: { type: "LobbyBeacon", data: { a: 1 } },
      person: "someone",
      profile: { vip: true },
      steps: [],
    });
  });

  it("takes somebody who is known with the profile of then", () => {
    const start = { ...FIRST, recorded: CAME, who: "known" as const, person: " ECID/bo " };
    expect(bodyOf(start, "LobbyBeacon")).toMatchObject({ person: "ECID/bo" });
    expect(bodyOf(start, "LobbyBeacon")).not.toHaveProperty("profile");
  });

  it("says what is still missing", () => {
    expect(lacking(FIRST)).toBe("event");
    expect(lacking({ ...FIRST, recorded: CAME })).toBeNull();
    expect(lacking({ ...FIRST, recorded: CAME, who: "known" })).toBe("person");
  });
});
