import { describe, expect, it } from "vitest";
import type { Graph } from "../graph/types";
import { setLanguage, words } from "../words";
import { adviceWord } from "./advice";
import type { NodeTold, Why, WhyStep } from "./api";
import { marksOf } from "./marks";
import { originText } from "./origin";
import { arrivals, chapters, entriesIn, entryOf, isOver, neighbour, zoneOf } from "./story";
import { clockText, dayOf, elapsedText, momentIn, secondsBetween } from "./time";
import { isLarge, valueText } from "./value";

const BOTH = { en: "", ko: "" };

function node(key: string, type: string, port: string | null): NodeTold {
  return {
    node: key,
    name: key,
    type,
    words: BOTH,
    port,
    port_name: BOTH,
    to: null,
    expressions: [],
  };
}

function step(id: string, at: string, nodes: NodeTold[], more: Partial<WhyStep> = {}): WhyStep {
  return {
    id,
    seq: 1,
    at,
    by: "arrived",
    code: "",
    sentence: BOTH,
    event: null,
    entry: null,
    answer: null,
    nodes,
    status: null,
    node: nodes.at(-1)?.node ?? null,
    node_name: null,
    reads: [],
    call: null,
    waits: null,
    zone: "Europe/Paris",
    error: null,
    replayed: true,
    ...more,
  };
}

function why(steps: WhyStep[], node: string | null, status: Why["stands"]["status"]): Why {
  return {
    run: {
      id: "1",
      journey: "1",
      journey_name: "",
      version: 1,
      person: "N/p",
      status,
      node,
      node_name: node,
      entered_at: null,
      ended_at: null,
      wake_at: null,
      zone: "Asia/Seoul",
    },
    now: "2026-03-02T12:00:00Z",
    replayed: true,
    differs: null,
    lacks: [],
    steps,
    stands: { status, node, node_name: "", sentence: BOTH, waits: null, until: null },
  };
}

const IN = step("1", "2026-03-02T09:00:00Z", [
  node("in", "entry", "next"),
  node("rest", "wait", null),
]);
const CAME = step("2", "2026-03-02T11:10:00Z", [
  node("rest", "wait", "alt:came"),
  node("out", "end", null),
]);
const DRAWN = {
  nodes: { in: {}, rest: {}, out: {}, late: {} },
  edges: [
    { from: "in", port: "next", to: "rest" },
    { from: "rest", port: "alt:came", to: "out" },
    { from: "rest", port: "alt:late", to: "late" },
  ],
} as unknown as Graph;
const CLOCK = { zone: "Europe/Paris", now: Date.parse("2026-03-02T12:00:00Z") };

describe("the marks of a way", () => {
  const t = words();

  it("light what was passed, and fade the rest", () => {
    const { cards } = marksOf(why([IN, CAME], "out", "finished"), DRAWN, t, CLOCK);
    expect(cards.in).toEqual({ state: "passed", time: "10:00:00" });
    expect(cards.out).toEqual({ state: "passed", time: "12:10:00" });
    expect(cards.late).toEqual({ state: "off" });
  });

  it("show where the person is, and where it went wrong", () => {
    expect(marksOf(why([IN], "rest", "waiting"), DRAWN, t, CLOCK).cards.rest?.state).toBe("here");
    expect(marksOf(why([IN], "rest", "failed"), DRAWN, t, CLOCK).cards.rest?.state).toBe("failed");
  });

  it("light the lines that were taken, with how long a wait took", () => {
    const { lines } = marksOf(why([IN, CAME], "out", "finished"), DRAWN, t, CLOCK);
    expect(lines["in next"]).toEqual({ isLit: true });
    expect(lines["rest alt:came"]).toEqual({ isLit: true, text: "+2 h 10 min" });
    expect(lines["rest alt:late"]).toEqual({ isLit: false });
  });
});

describe("a story", () => {
  it("has a row for each step that was passed", () => {
    const rows = entriesIn(chapters(why([IN, CAME], "out", "finished")));
    expect(rows.map((row) => row.id)).toEqual(["1 in", "1 rest", "2 rest", "2 out"]);
    expect(rows.map((row) => row.isStay)).toEqual([false, true, false, false]);
    expect(rows[2]?.waited).toBe(7800);
  });

  it("keeps what moved nobody as a row of its own", () => {
    const note = step("9", "2026-03-02T10:00:00Z", [], { by: "later", node: "rest" });
    const rows = entriesIn(chapters(why([IN, note], "rest", "waiting")));
    expect(rows.at(-1)).toMatchObject({ id: "9", node: null, card: "rest" });
  });

  it("tells best of a card where it was left", () => {
    const rows = entriesIn(chapters(why([IN, CAME], "out", "finished")));
    expect(entryOf(rows, "rest")?.id).toBe("2 rest");
    expect(entryOf(rows, "out")?.id).toBe("2 out");
    expect(entryOf(rows, "late")).toBeUndefined();
  });

  it("is walked row by row, and stops at its ends", () => {
    const rows = entriesIn(chapters(why([IN, CAME], "out", "finished")));
    expect(neighbour(rows, null, 1)?.id).toBe("1 in");
    expect(neighbour(rows, null, -1)?.id).toBe("2 out");
    expect(neighbour(rows, "1 in", 1)?.id).toBe("1 rest");
    expect(neighbour(rows, "2 out", 1)?.id).toBe("2 out");
  });

  it("counts a stay from the first arrival", () => {
    expect(arrivals([IN, CAME]).get("rest")).toBe(IN.at);
  });

  it("goes by the journey's zone", () => {
    expect(zoneOf(why([IN], "rest", "waiting"))).toBe("Europe/Paris");
    expect(zoneOf(why([step("1", IN.at, [], { zone: null })], null, "failed"))).toBe("Asia/Seoul");
  });

  it("is over when nothing can happen any more", () => {
    expect(["finished", "stopped", "failed", "waiting"].map(isOver)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("times", () => {
  const t = words();

  it.each([
    [0.004, "4 ms"],
    [5, "5 s"],
    [60, "1 min"],
    [7800, "2 h 10 min"],
    [86_400 * 5 + 7200, "5 d 2 h"],
    [86_400 * 5 + 30, "5 d"],
    [59.9996, "1 min"],
  ])("%s seconds are %s", (seconds, text) => {
    expect(elapsedText(seconds, t)).toBe(text);
  });

  it("are those of today, else with their date", () => {
    expect(clockText("2026-03-02T09:00:00Z", "en", CLOCK)).toBe("10:00:00");
    expect(clockText("2026-03-01T09:00:00Z", "en", CLOCK)).toBe("1 Mar, 10:00");
    expect(clockText("2025-12-31T09:00:00Z", "en", CLOCK)).toBe("31 Dec 2025, 10:00");
  });

  it("are those of the zone, which decides the day too", () => {
    const late = Date.parse("2026-03-02T23:30:00Z");
    expect(dayOf(late, "Europe/Paris")).toBe("2026-03-03");
    expect(dayOf(late, "UTC")).toBe("2026-03-02");
    expect(momentIn("2026-03-02T23:30:00Z", "en", "Asia/Seoul")).toContain("08:30");
  });

  it("go by this browser's clock where the zone is not known", () => {
    expect(() =>
      clockText("2026-03-02T09:00:00Z", "en", { ...CLOCK, zone: "Mars/Base" }),
    ).not.toThrow();
    expect(secondsBetween("2026-03-02T09:00:00Z", "2026-03-02T09:01:00Z")).toBe(60);
  });
});

describe("values", () => {
  const t = words();

  it.each([
    [true, "yes"],
    [false, "no"],
    [null, "no value"],
    [1234.5, "1,234.5"],
    ["", "empty text"],
    ["ecid-jane", "ecid-jane"],
    ["2026-03-02T09:00:00.000000Z", "2026-03-02 09:00:00 UTC"],
    [[], "0 items"],
    [["a", "b"], "a, b"],
    [[{ a: 1 }], "1 item"],
    [{ items: 3 }, "3 items"],
    [{ a: 1, b: 2 }, "2 fields"],
  ])("%j is told as %s", (value, text) => {
    expect(valueText(value, t)).toBe(text);
  });

  it("are whole on demand where a line does not hold them", () => {
    expect([{ a: 1 }, [{ a: 1 }], "x".repeat(99)].map(isLarge)).toEqual([true, true, true]);
    expect([{ items: 3 }, ["a"], "x", 1, null, {}].map(isLarge)).toEqual(Array(6).fill(false));
  });

  it("tell where they came from and how old they were", () => {
    const weather = {
      origin: "source",
      origin_name: { en: "Weather", ko: "날씨" },
      at: "2026-03-02T08:00:01Z",
      age_seconds: 240,
      defaulted: false,
    } as const;
    expect(originText(weather, t, CLOCK)).toBe("read 09:00:01 from “Weather”, 4 min old");
    expect(originText({ ...weather, defaulted: true }, t, CLOCK)).toContain("default");
    expect(
      originText({ ...weather, origin: "profile", at: null, age_seconds: null }, t, CLOCK),
    ).toBe("from the profile");
    setLanguage("ko");
    expect(originText(weather, words(), CLOCK)).toBe("‘날씨’에서 09:00:01 조회, 4분 전 값");
    setLanguage("en");
  });
});

describe("advice", () => {
  it.each([
    ["unrendered", "adviseValue"],
    ["http", "adviseOtherSide"],
    ["dns", "adviseAddress"],
    ["rejected", "adviseRejected"],
    ["type_mismatch", "adviseCause"],
  ])("for %s is %s", (kind, word) => {
    expect(adviceWord({ kind })).toBe(word);
    expect(adviceWord({ code: `action_${kind}` })).toBe(word);
  });
});
