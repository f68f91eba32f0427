import { describe, expect, it } from "vitest";
import type { Graph } from "../graph/types";
import type { Demo, Guest, PlayedEvent, Ports } from "./api";
import { curlLine, dataOf, pathOfPointer } from "./document";
import { flightsBetween, tokensOf } from "./flights";
import { cityOf, hotelTime, lengthText, nowBy } from "./time";

const graph = {
  edges: [
    { from: "lobby", port: "next", to: "member" },
    { from: "member", port: "path:yes", to: "welcome" },
    { from: "member", port: "else", to: "end" },
    { from: "welcome", port: "next", to: "end" },
  ],
} as unknown as Graph;
const ports = (told: Record<string, Record<string, number>>): Ports => ({
  nodes: Object.fromEntries(Object.entries(told).map(([key, own]) => [key, { ports: own }])),
});

describe("people on their way", () => {
  const before = ports({ lobby: { next: 2 }, member: { "path:yes": 1, else: 1 }, welcome: {} });

  it("run over each edge by which more have passed, one after the other", () => {
    const now = ports({
      lobby: { next: 3 },
      member: { "path:yes": 2, else: 1 },
      welcome: { next: 1 },
    });
    const flights = flightsBetween(before, now, graph);
    expect(flights.map((one) => [one.from, one.count, one.rank])).toEqual([
      ["lobby", 1, 0],
      ["member", 1, 1],
      ["welcome", 1, 2],
    ]);
  });

  it("begin where they stood, when others did not move before them", () => {
    const now = ports({
      lobby: { next: 2 },
      member: { "path:yes": 1, else: 1 },
      welcome: { next: 4 },
    });
    expect(flightsBetween(before, now, graph)).toMatchObject([
      { from: "welcome", count: 4, rank: 0 },
    ]);
  });

  it("do not run back after a reset", () => {
    expect(flightsBetween(before, ports({}), graph)).toEqual([]);
  });

  it("are a few dots, or one with a number", () => {
    expect(tokensOf(3)).toEqual([1, 1, 1]);
    expect(tokensOf(4)).toEqual([4]);
  });
});

describe("an event's data", () => {
  it("nests by the paths of its fields, and lists have one item", () => {
    expect(dataOf({ "a.b": 1, "a.list[].c": "x", "a.list[].d": true, e: "y" })).toEqual({
      a: { b: 1, list: [{ c: "x", d: true }] },
      e: "y",
    });
  });

  it("is found by the pointer of a refusal", () => {
    expect(pathOfPointer("/data/a/list/0/c")).toBe("a.list[].c");
    expect(pathOfPointer("/data/nights")).toBe("nights");
  });
});

describe("the line for the shell", () => {
  const guest = { person: "ecid-jane" } as Guest;
  const lobby = { key: "LobbyBeacon", person_path: "ids.id" } as PlayedEvent;
  const card = { key: "CheckedIn", person_path: null } as PlayedEvent;
  const post: Demo["post"] = { url: "http://here/api/v1/events", key: "gms_1" };

  it("bears the key, a new id and a new person", () => {
    expect(curlLine(post, lobby, guest, true, { name: "O'Neill" })).toBe(
      "curl -sS http://here/api/v1/events -H 'Authorization: Bearer gms_1'" +
        " -H 'Content-Type: application/json' -d" +
        ` '{"type":"LobbyBeacon","id":"curl-'$(date +%s)'","data":` +
        `{"ids":{"id":"ecid-jane-'$(date +%s)'"},"name":"O'\\''Neill"}}'`,
    );
  });

  it("names a known guest where the event does not find the person in its data", () => {
    const line = curlLine(post, card, guest, false, {});
    expect(line).toContain(`"person":"ecid-jane","data":{}`);
  });

  it("shows a place for the key to those who may not see it", () => {
    const line = curlLine({ ...post, key: null }, card, guest, false, {});
    expect(line).toContain('-H "Authorization: Bearer $KEY"');
  });
});

describe("the hotel's time", () => {
  it("is that of its zone", () => {
    const at = Date.parse("2026-11-25T06:40:00Z");
    expect(hotelTime(at, "Europe/Paris", "en")).toEqual({ time: "07:40", day: "Wed 25 Nov" });
    expect(hotelTime(at, "Europe/Paris", "ko").time).toBe("07:40");
    expect(cityOf("America/New_York")).toBe("New York");
  });

  it("goes on between two readings", () => {
    const clock = { now: "2026-01-01T00:00:00Z" } as Demo["clock"];
    expect(nowBy(clock, 1_000, 3_000)).toBe(Date.parse("2026-01-01T00:00:02Z"));
  });

  it("tells lengths by their two largest units", () => {
    expect(lengthText(5 * 3600 + 58 * 60, "en")).toBe("5 hr 58 min");
    expect(lengthText(2 * 86_400 + 3 * 3600 + 120, "en")).toBe("2 days 3 hr");
    expect(lengthText(6 * 3600, "ko")).toBe("6시간");
    expect(lengthText(1, "en")).toBe("1 min");
  });
});
