import { describe, expect, it } from "vitest";
import { framesOf, nextStop, shownAt } from "./frames";
import { coverage, linesOf, marksOf } from "./marks";
import { CALL, node, STEPS, simulated, step } from "./sample";

const frames = framesOf(simulated(STEPS));
const EDGES = [
  { from: "lobby", port: "next", to: "welcome" },
  { from: "welcome", port: "next", to: "dinner" },
  { from: "dinner", port: "alt:came", to: "done" },
  { from: "dinner", port: "alt:late", to: "late" },
];
const TIMES = { card: () => "10:00", line: () => "+2 h → 12:00" };
const tried = new Set(linesOf(frames));

describe("the frames of a simulation", () => {
  it("are the steps of the journey in the order in which the person passes them", () => {
    expect(frames.map((frame) => [frame.node, frame.told.port])).toEqual([
      ["lobby", "next"],
      ["welcome", "next"],
      ["dinner", null],
      ["dinner", "alt:came"],
      ["done", null],
    ]);
  });

  it("tell a call and its outcome at one step", () => {
    expect(frames[1]).toMatchObject({ sent: CALL, answer: { ok: true }, kept: 0 });
  });

  it("tell a call whose outcome is not known yet", () => {
    const [first] = STEPS;
    const open = framesOf(simulated([first as (typeof STEPS)[number]])).at(-1);
    expect(open).toMatchObject({ node: "welcome", sent: CALL, answer: null });
  });

  it("know how long it took and how many choices had been made", () => {
    expect(frames.map((frame) => frame.since)).toEqual([0, 0, 0, 7200, 0]);
    expect(frames.map((frame) => frame.kept)).toEqual([0, 0, 0, 1, 1]);
  });

  it("pause where the person waits, then at the end", () => {
    expect(nextStop(frames, 0)).toBe(2);
    expect(nextStop(frames, 2)).toBe(4);
    expect(shownAt(frames, 99)).toBe(4);
    expect(shownAt([], 0)).toBe(-1);
  });

  it("tell at which step it would stop", () => {
    const failed = step({ nodes: [node("lobby", null)], node: "lobby", status: "failed" });
    expect(framesOf(simulated([failed]))[0]?.isFailed).toBe(true);
  });
});

describe("the marks of a simulation", () => {
  it("light the way up to the step in view", () => {
    const { cards, lines } = marksOf(frames, 2, EDGES, tried, TIMES);
    expect(cards).toMatchObject({
      lobby: { state: "passed", time: "10:00" },
      welcome: { state: "passed" },
      dinner: { state: "here" },
    });
    expect(cards.done).toBeUndefined();
    expect(lines["welcome next"]).toEqual({ isLit: true });
    expect(lines["dinner alt:came"]).toBeUndefined();
  });

  it("write on a line how long it took", () => {
    const { lines } = marksOf(frames, 4, EDGES, tried, TIMES);
    expect(lines["dinner alt:came"]).toEqual({ isLit: true, text: "+2 h → 12:00" });
  });

  it("leave the lines dotted that were never tried", () => {
    expect(marksOf(frames, 4, EDGES, tried, TIMES).lines["dinner alt:late"]).toEqual({
      isUntried: true,
    });
    expect(coverage(EDGES, tried)).toEqual({ n: 3, of: 4 });
  });

  it("show a step that failed", () => {
    const failed = step({ nodes: [node("lobby", null)], node: "lobby", status: "failed" });
    const { cards } = marksOf(framesOf(simulated([failed])), 0, EDGES, new Set(), TIMES);
    expect(cards.lobby?.state).toBe("failed");
  });
});
