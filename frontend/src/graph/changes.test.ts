import { describe, expect, it } from "vitest";
import { changesBetween, isUnchanged } from "./changes";
import { apply, type Operation } from "./operations";
import { journey, step } from "./sample";

const draw = (...operations: Operation[]) => {
  const before = journey();
  const now = operations.reduce(apply, before);
  return changesBetween(before.graph, now.graph);
};
const named = (changes: ReturnType<typeof changesBetween>) =>
  changes.steps.map(({ kind, key, parts }) => [kind, key, ...parts].join(" "));

describe("what changes", () => {
  it("is nothing between a graph and itself, however its objects are ordered", () => {
    const { graph } = journey();
    const copy = JSON.parse(JSON.stringify(graph));
    copy.nodes = Object.fromEntries(Object.entries(copy.nodes).reverse());
    copy.edges.reverse();
    expect(isUnchanged(changesBetween(graph, copy))).toBe(true);
  });

  it("names a step that has come, and the one that leads to it", () => {
    const added = draw({
      kind: "insertAtPort",
      key: "wait",
      step: step("wait", "Wait"),
      at: { node: "lobby", port: "next" },
    });
    expect(named(added)).toContain("added wait");
    expect(named(added)).toContain("changed lobby ways");
  });

  it("names a step that has gone, after all others", () => {
    const gone = named(draw({ kind: "removeNodes", keys: ["welcome"], heal: true }));
    expect(gone).toEqual(["changed member ways", "removed welcome"]);
  });

  it("tells a new name from new settings", () => {
    const renamed = draw({ kind: "renameNode", key: "bye", name: "Farewell" });
    expect(named(renamed)).toEqual(["changed bye name"]);
    const before = journey().graph;
    const end = { ...step("end", "Bye"), config: { outcome: "goal" } } as never;
    const changed = changesBetween(before, { ...before, nodes: { ...before.nodes, bye: end } });
    expect(named(changed)).toEqual(["changed bye settings"]);
  });

  it("takes a step of another type under the same key for a new one", () => {
    const before = journey().graph;
    const nodes = { ...before.nodes, welcome: step("wait", "Welcome") };
    expect(named(changesBetween(before, { ...before, nodes }))).toEqual(["added welcome"]);
  });

  it("names the settings of the journey", () => {
    const before = journey().graph;
    const settings = { ...before.settings, timezone: "Asia/Seoul", reentrance: false };
    const changes = changesBetween(before, { ...before, settings });
    expect(changes.settings).toEqual(["timezone", "reentrance"]);
    expect(isUnchanged(changes)).toBe(false);
  });

  it("does not mind where cards stand", () => {
    const moved = draw({ kind: "moveNodes", positions: { bye: { x: 800, y: 800 } } });
    expect(isUnchanged(moved)).toBe(true);
  });
});
