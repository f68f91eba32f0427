import { describe, expect, it } from "vitest";
import { overlaps, portPoint, positionOf, sizeOf } from "./geometry";
import { apply, moved, type Operation, setIn } from "./operations";
import { branchOf, upstream } from "./order";
import { relocation } from "./places";
import { edges, journey, paths, step } from "./sample";
import type { Step } from "./types";

describe("adding", () => {
  it("inserts on an edge and moves the rest on", () => {
    const before = journey();
    const after = apply(before, {
      kind: "insertAtPort",
      key: "pause",
      step: step("action"),
      at: { node: "lobby", port: "next" },
    });
    expect(edges(after)).toContain("lobby next pause");
    expect(edges(after)).toContain("pause next member");
    expect(edges(after)).not.toContain("lobby next member");
    expect(positionOf(after, "pause").y).toBe(positionOf(before, "member").y);
    expect(positionOf(after, "done").y).toBeGreaterThan(positionOf(before, "done").y);
    const right = apply(apply(before, { kind: "setDirection", direction: "right" }), {
      kind: "insertAtPort",
      key: "pause",
      step: step("split", "s", paths("a", "b")),
      at: { node: "lobby", port: "next" },
    });
    expect(edges(right)).toContain("pause path:a member");
    expect(positionOf(right, "member").x).toBeGreaterThan(positionOf(right, "pause").x + 232);
  });

  it("leaves cards alone where there is room", () => {
    const far = apply(journey(), { kind: "moveNodes", positions: { done: { x: 0, y: 2000 } } });
    const after = apply(far, {
      kind: "insertAtPort",
      key: "more",
      step: step("action"),
      at: { node: "welcome", port: "next" },
    });
    const again = apply(
      apply(after, { kind: "moveNodes", positions: { more: { x: 0, y: 500 } } }),
      {
        kind: "insertAtPort",
        key: "x",
        step: step("action"),
        at: { node: "welcome", port: "next" },
      },
    );
    expect(positionOf(again, "done").y).toBeGreaterThan(2000);
  });

  it("appends at a free port, beside other cards or where it was dropped", () => {
    const at = { node: "member", port: "path:eve" };
    const appended = apply(journey(), { kind: "insertAtPort", key: "x", step: step("end"), at });
    expect(edges(appended)).toContain("member path:eve x");
    const dropped = apply(journey(), {
      kind: "insertAtPort",
      key: "x",
      step: step("end"),
      at,
      position: { x: 801, y: 403 },
    });
    expect(positionOf(dropped, "x")).toEqual({ x: 800, y: 400 });
    const cards = Object.entries(appended.graph.nodes).filter(([key]) => key !== "x");
    for (const [key, other] of cards) {
      const hit = overlaps(
        positionOf(appended, "x"),
        sizeOf(step("end")),
        positionOf(appended, key),
        sizeOf(other),
        0,
      );
      expect(hit).toBe(false);
    }
  });

  it("adds loose steps, and refuses what cannot be", () => {
    const before = journey();
    const add = (key: string, one: Step): Operation => ({
      kind: "addNode",
      key,
      step: one,
      at: { x: 3, y: 5 },
    });
    expect(positionOf(apply(before, add("loose", step("end"))), "loose")).toEqual({ x: 0, y: 8 });
    expect(apply(before, add("done", step("end")))).toBe(before);
    expect(apply(before, add("second", step("entry")))).toBe(before);
    const into = (node: string, one: Step): Operation => ({
      kind: "insertAtPort",
      key: "done",
      step: one,
      at: { node, port: "path:eve" },
    });
    expect(apply(before, into("nobody", step("end")))).toBe(before);
    expect(apply(before, into("member", step("entry")))).toBe(before);
    expect(apply(before, into("member", step("end")))).toBe(before);
  });
});

describe("removing", () => {
  it("heals along the first path", () => {
    const after = apply(journey(), { kind: "removeNodes", keys: ["member"], heal: true });
    expect(edges(after)).toEqual(["lobby next welcome", "welcome next done"]);
    expect(after.layout.positions.member).toBeUndefined();
  });

  it("heals across several removed steps, and not at all when asked not to", () => {
    const both = apply(journey(), { kind: "removeNodes", keys: ["member", "welcome"], heal: true });
    expect(edges(both)).toEqual(["lobby next done"]);
    const cut = apply(journey(), { kind: "removeNodes", keys: ["member"], heal: false });
    expect(edges(cut)).toEqual(["welcome next done"]);
    const same = journey();
    expect(apply(same, { kind: "removeNodes", keys: ["nobody"], heal: true })).toBe(same);
  });
});

describe("editing", () => {
  it("replaces the edge of an occupied port", () => {
    const at = { node: "lobby", port: "next" };
    const after = apply(journey(), { kind: "connect", from: at, to: "bye" });
    expect(edges(after).filter((e) => e.startsWith("lobby"))).toEqual(["lobby next bye"]);
    expect(apply(after, { kind: "connect", from: at, to: "bye" })).toBe(after);
    expect(apply(after, { kind: "connect", from: at, to: "lobby" })).toBe(after);
    const gone = apply(after, { kind: "disconnect", from: at });
    expect(edges(gone).some((e) => e.startsWith("lobby"))).toBe(false);
    expect(apply(gone, { kind: "disconnect", from: at })).toBe(gone);
  });

  it("drops the edge of a path that is removed", () => {
    const after = apply(journey(), {
      kind: "setConfig",
      key: "member",
      path: ["paths", 0],
      value: undefined,
    });
    expect(edges(after).filter((e) => e.startsWith("member"))).toEqual(["member else bye"]);
  });

  it("keeps edges with their path when paths change places", () => {
    const before = journey();
    const after = apply(before, { kind: "reorder", key: "member", from: 0, to: 1 });
    const member = after.graph.nodes.member;
    expect(member?.type === "condition" && member.config.paths.map((p) => p.key)).toEqual([
      "eve",
      "yes",
    ]);
    expect(edges(after)).toEqual(edges(before));
    const none = apply(before, { kind: "reorder", key: "lobby", from: 0, to: 1 });
    expect(none.graph.nodes.lobby).toEqual(before.graph.nodes.lobby);
    const wait = apply(before, {
      kind: "addNode",
      key: "w",
      step: step("wait", "w", { alternatives: [{ key: "a" }, { key: "b" }] }),
      at: { x: 0, y: 0 },
    });
    const turned = apply(wait, { kind: "reorder", key: "w", from: 1, to: 0 }).graph.nodes.w;
    expect(turned?.type === "wait" && turned.config.alternatives.map((a) => a.key)).toEqual([
      "b",
      "a",
    ]);
  });

  it("renames, sets settings, moves, turns and tidies", () => {
    const before = journey();
    const named = apply(before, { kind: "renameNode", key: "done", name: "Over" });
    expect(named.graph.nodes.done?.name).toBe("Over");
    expect(apply(before, { kind: "renameNode", key: "nobody", name: "x" })).toBe(before);
    const set = apply(before, { kind: "setSettings", settings: { timezone: "Asia/Seoul" } });
    expect(set.graph.settings.timezone).toBe("Asia/Seoul");
    const positions = { done: { x: 7, y: 7 }, nobody: { x: 1, y: 1 } };
    const shifted = apply(before, { kind: "moveNodes", positions });
    expect(shifted.layout.positions.done).toEqual({ x: 7, y: 7 });
    expect(shifted.layout.positions.nobody).toBeUndefined();
    expect(apply(shifted, { kind: "tidy" }).layout).toEqual(before.layout);
    const right = apply(before, { kind: "setDirection", direction: "right" });
    expect(positionOf(right, "member").x).toBeGreaterThan(positionOf(right, "lobby").x);
  });

  it("sets values deep in a config", () => {
    expect(setIn({ a: [1, 2] }, ["a", 1], 3)).toEqual({ a: [1, 3] });
    expect(setIn({ a: 1, b: 2 }, ["a"], undefined)).toEqual({ b: 2 });
    expect(setIn(null, ["a", "b"], 1)).toEqual({ a: { b: 1 } });
    expect(setIn(5, [], undefined)).toBeNull();
    expect(moved([1, 2, 3], 0, 9)).toEqual([1, 2, 3]);
  });
});

describe("moving a step to another place", () => {
  const at = (node: string, port: string) => ({ node, port });

  it("heals where it was and inserts where it goes", () => {
    const after = apply(journey(), {
      kind: "relocate",
      key: "welcome",
      at: at("lobby", "next"),
    });
    expect(edges(after)).toContain("lobby next welcome");
    expect(edges(after)).toContain("welcome next member");
    expect(edges(after)).toContain("member path:yes done");
  });

  it("may go behind what followed it, and keeps its other ways out", () => {
    const after = apply(journey(), { kind: "relocate", key: "member", at: at("welcome", "next") });
    expect(edges(after)).toEqual(
      expect.arrayContaining([
        "lobby next welcome",
        "welcome next member",
        "member path:yes done",
        "member else bye",
      ]),
    );
  });

  it.each([
    ["lobby", "welcome", "next"],
    ["welcome", "welcome", "next"],
    ["welcome", "member", "path:yes"],
    ["done", "lobby", "next"],
    ["member", "bye", "none"],
    ["nobody", "lobby", "next"],
  ])("does nothing that cannot be: %s to %s %s", (key, node, port) => {
    const before = journey();
    expect(apply(before, { kind: "relocate", key, at: at(node, port) })).toBe(before);
  });

  it("never makes a circle of its other ways", () => {
    const longer = apply(
      apply(journey(), { kind: "addNode", key: "late", step: step("action"), at: { x: 0, y: 0 } }),
      { kind: "connect", from: at("member", "path:eve"), to: "late" },
    );
    expect(apply(longer, { kind: "relocate", key: "member", at: at("late", "next") })).toBe(longer);
  });

  it("is found where a card was dropped", () => {
    const document = journey();
    const [lobby, member] = ["lobby", "member"].map((key) => positionOf(document, key));
    const between = { x: (lobby?.x ?? 0) + 116, y: ((lobby?.y ?? 0) + 64 + (member?.y ?? 0)) / 2 };
    expect(relocation(document, "welcome", between)).toEqual(at("lobby", "next"));
    expect(relocation(document, "member", between)).toBeNull();
    const end = positionOf(document, "welcome");
    expect(relocation(document, "welcome", { x: end.x - 2000, y: end.y })).toBeNull();
    const free = portPoint(document, at("member", "path:eve"));
    expect(free && relocation(document, "welcome", free)).toEqual(at("member", "path:eve"));
  });
});

describe("what hangs on a step", () => {
  it("is what leads to it, and what is reached by it alone", () => {
    const { graph } = journey();
    expect([...upstream(graph, "done")].sort()).toEqual(["lobby", "member", "welcome"]);
    expect(branchOf(graph, "welcome")).toEqual(["welcome", "done"]);
    expect(branchOf(graph, "member").sort()).toEqual(["bye", "done", "member", "welcome"]);
    const shared = apply(journey(), {
      kind: "connect",
      from: { node: "member", port: "path:eve" },
      to: "done",
    });
    expect(branchOf(shared.graph, "welcome")).toEqual(["welcome"]);
  });
});
