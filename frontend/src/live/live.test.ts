import { beforeEach, describe, expect, it } from "vitest";
import { journey } from "../graph/sample";
import { useDesigner } from "../store/designer";
import { words } from "../words";
import type { NumbersTold, StepNumbers } from "./api";
import { versionOptions } from "./LivePane";
import { slotsOf } from "./Numbers";
import { choose, forgetNumbers, hear, keepSame, leaveList, useNumbers } from "./numbers";
import { compact, keepSameMarks, lineMarks, shareText } from "./shares";

const numbers = (own: Partial<StepNumbers> = {}): StepNumbers => ({
  inside: 0,
  passed: 0,
  left: 0,
  failed: 0,
  ports: {},
  ...own,
});
const told = (nodes: Record<string, StepNumbers>): NumbersTold => ({
  at: "2026-03-01T10:00:00Z",
  version: 1,
  status: "live",
  totals: { entered: 0, inside: 0, finished: 0, stopped: 0, failed: 0 },
  nodes,
});

beforeEach(() => {
  forgetNumbers();
  useDesigner.getState().start({ document: journey() });
});

describe("numbers that are heard", () => {
  it("keep the object of every step whose numbers are as they were", () => {
    const before = { lobby: numbers({ passed: 3 }), bye: numbers({ left: 1 }) };
    const after = { lobby: numbers({ passed: 4 }), bye: numbers({ left: 1 }) };
    const kept = keepSame(before, after);
    expect(kept.bye).toBe(before.bye);
    expect(kept.lobby).toBe(after.lobby);
  });

  it("stay, and are as new as the last answer, when nothing has changed", () => {
    hear(told({ lobby: numbers({ passed: 3 }) }), 1_000);
    useNumbers.setState({ failure: "no network" });
    hear(null, 5_000);
    const now = useNumbers.getState();
    expect(now.told?.nodes.lobby?.passed).toBe(3);
    expect([now.heardAt, now.failure]).toEqual([5_000, ""]);
    expect(now.serverAt).toBe(Date.parse("2026-03-01T10:00:04Z"));
  });
});

describe("numbers as they are written", () => {
  it.each([
    [0, "0", "0"],
    [1204, "1,204", "1,204"],
    [9999, "9,999", "9,999"],
    [12_345, "12.3K", "1.2만"],
    [3_400_000, "3.4M", "340만"],
  ])("%i", (n, english, korean) => {
    expect(compact(n, "en")).toBe(english);
    expect(compact(n, "ko")).toBe(korean);
  });

  it.each([
    [1, 4, "25 %"],
    [0, 4, "0 %"],
    [4, 4, "100 %"],
    [1, 1000, "<1 %"],
    [999, 1000, ">99 %"],
    [0, 0, ""],
  ])("%i of %i is %s", (part, whole, text) => {
    expect(shareText(part, whole, "en")).toBe(text);
  });

  it("are four on a card, and one on an end", () => {
    expect(slotsOf("action", undefined)).toEqual(["inside", "passed", "left", "failed"]);
    expect(slotsOf("end", numbers({ left: 2 }))).toEqual(["left"]);
    expect(slotsOf("end", numbers({ failed: 2 }))).toEqual(["left", "failed"]);
  });
});

describe("lines", () => {
  const { graph } = journey();
  const nodes = {
    lobby: numbers({ passed: 8, ports: { next: 8 } }),
    member: numbers({ passed: 8, ports: { "path:yes": 2, else: 6 } }),
  };

  it("have a share where a step has several ways, and none where it has one", () => {
    const marks = lineMarks(graph, nodes, "en");
    expect(marks["member path:yes"]?.share).toBe("25 %");
    expect(marks["member else"]?.share).toBe("75 %");
    expect(marks["lobby next"]?.share).toBeUndefined();
    expect(lineMarks(graph, {}, "en")["member else"]?.share).toBe("–");
  });

  it("are wider the more people went along them", () => {
    const width = (key: string) => lineMarks(graph, nodes, "en")[key]?.width ?? 0;
    expect(width("lobby next")).toBeGreaterThan(width("member else"));
    expect(width("member else")).toBeGreaterThan(width("member path:yes"));
    expect(width("welcome next")).toBe(1.5);
  });

  it("keep the mark that stays as it was", () => {
    const before = lineMarks(graph, nodes, "en");
    const after = lineMarks(graph, nodes, "en");
    expect(keepSameMarks(before, after)["lobby next"]).toBe(before["lobby next"]);
  });
});

describe("the list of people", () => {
  it("opens beside the canvas with its step chosen, and Escape leaves it first", () => {
    useDesigner.getState().patch({ mode: "live", paneOpen: false });
    choose({ node: "member", what: "inside", port: null });
    expect(useDesigner.getState()).toMatchObject({ selection: ["member"], paneOpen: true });
    expect(leaveList()).toBe(true);
    expect(useNumbers.getState().chosen).toBeNull();
    expect(useDesigner.getState().selection).toEqual(["member"]);
    expect(leaveList()).toBe(false);
  });
});

describe("versions to choose from", () => {
  it("are those with people inside, the live one and the one that is shown", () => {
    const version = (number: number, inside: number) =>
      ({
        number,
        inside,
        status: "closed",
        note: "",
        published_at: "",
        published_by: null,
      }) as const;
    const versions = [version(1, 0), version(2, 5), version(3, 0), version(4, 0)];
    const options = versionOptions(versions, 1, 4, words());
    expect(options.map((one) => one.value)).toEqual(["4", "2", "1"]);
    expect(options[1]?.label).toBe("Version 2 · 5 people inside");
  });
});
