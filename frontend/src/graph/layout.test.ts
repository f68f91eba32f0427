import { describe, expect, it } from "vitest";
import { entryPoint, overlaps, portPoint, positionOf, sizeOf } from "./geometry";
import { tidy } from "./layout";
import { apply } from "./operations";
import { dropTarget, freeSpot, linkTargets, nextPlace, positionAfter, stepAt } from "./places";
import { labelPoint, pathOf, route } from "./routing";
import { journey, step } from "./sample";
import { emptyDocument, type Step } from "./types";

describe("tidy", () => {
  it.each(["down", "right"] as const)("covers no card with another, going %s", (direction) => {
    const { graph } = journey();
    const positions = tidy(graph, direction);
    const keys = Object.keys(graph.nodes);
    for (const a of keys) {
      for (const b of keys.filter((key) => key > a)) {
        const [one, other] = [graph.nodes[a] as Step, graph.nodes[b] as Step];
        const [at, to] = [positions[a] ?? { x: 0, y: 0 }, positions[b] ?? { x: 0, y: 0 }];
        expect(overlaps(at, sizeOf(one, direction), to, sizeOf(other, direction))).toBe(false);
      }
    }
  });

  it("keeps branches in the order of their paths", () => {
    const positions = tidy(journey().graph, "down");
    expect(positions.welcome?.x).toBeLessThan(positions.bye?.x ?? 0);
    const swapped = apply(journey(), {
      kind: "connect",
      from: { node: "member", port: "path:yes" },
      to: "bye",
    });
    const more = apply(swapped, {
      kind: "connect",
      from: { node: "member", port: "else" },
      to: "welcome",
    });
    const turned = tidy(more.graph, "down");
    expect(turned.bye?.x).toBeLessThan(turned.welcome?.x ?? 0);
  });

  it("puts a step that several lead to below the lowest of them", () => {
    const merged = apply(journey(), {
      kind: "connect",
      from: { node: "member", port: "path:eve" },
      to: "done",
    });
    const positions = tidy(merged.graph, "down");
    expect(positions.done?.y).toBeGreaterThan(positions.welcome?.y ?? 0);
  });
});

describe("places", () => {
  it("finds ports, edges and near free ports under a pointer", () => {
    const document = journey();
    const free = { node: "member", port: "path:eve" };
    const at = portPoint(document, free) ?? { x: 0, y: 0 };
    expect(dropTarget(document, at, "action")).toEqual(free);
    const line = route(document, { from: "lobby", port: "next", to: "member" });
    expect(dropTarget(document, line[1] ?? at, "action")).toEqual({ node: "lobby", port: "next" });
    expect(dropTarget(document, { x: at.x, y: at.y + 140 }, "end")).toEqual(free);
    expect(dropTarget(document, { x: 5000, y: 0 }, "action")).toBeNull();
  });

  it("finds the card under a pointer", () => {
    const document = journey();
    expect(stepAt(document, entryPoint(document, "member") ?? { x: 0, y: 0 })).toBe("member");
    expect(stepAt(document, { x: 5000, y: 0 })).toBeNull();
  });

  it("knows no place for what is not there", () => {
    const document = journey();
    expect(portPoint(document, { node: "nobody", port: "next" })).toBeNull();
    expect(entryPoint(document, "nobody")).toBeNull();
    expect(route(document, { from: "nobody", port: "next", to: "done" })).toEqual([]);
    expect(positionOf(document, "nobody")).toEqual({ x: 0, y: 0 });
    const right = apply(document, { kind: "setDirection", direction: "right" });
    const line = route(right, { from: "lobby", port: "next", to: "member" });
    expect(line[0]?.y).toBe(line[1]?.y);
    expect(labelPoint(line, "right").x).toBeGreaterThan(line[0]?.x ?? 0);
  });

  it("adds after the selected step, else at the end of the flow", () => {
    const document = journey();
    expect(nextPlace(document, "member", "action")?.port).toBe("path:eve");
    expect(nextPlace(document, "lobby", "action")).toEqual({ node: "lobby", port: "next" });
    expect(nextPlace(document, "lobby", "end")).toEqual({ node: "member", port: "path:eve" });
    expect(nextPlace(document, null, "action")).toEqual({ node: "member", port: "path:eve" });
    expect(nextPlace(document, "done", "action")).toEqual({ node: "welcome", port: "next" });
    const full = apply(document, { kind: "removeNodes", keys: ["member"], heal: true });
    expect(nextPlace(full, null, "action")).toEqual({ node: "welcome", port: "next" });
    expect(nextPlace(emptyDocument(), null, "action")).toBeNull();
  });

  it("places left-to-right cards to the right and moves them down", () => {
    const right = apply(journey(), { kind: "setDirection", direction: "right" });
    const at = { node: "member", port: "path:eve" };
    expect(positionAfter(right, at, step("action")).x).toBeGreaterThan(
      positionOf(right, "member").x,
    );
    const spot = freeSpot(right, positionOf(right, "lobby"), { width: 232, height: 64 });
    expect(spot.y).toBeGreaterThan(positionOf(right, "lobby").y);
    const nowhere = positionAfter(right, { node: "nobody", port: "x" }, step("end"));
    expect(nowhere).toBeDefined();
  });

  it("lists where a port may lead", () => {
    expect(linkTargets(journey(), { node: "welcome", port: "next" })).toEqual(["done", "bye"]);
  });
});

describe("routes", () => {
  const corners = (positions: Record<string, { x: number; y: number }>) => {
    const document = apply(journey(), { kind: "moveNodes", positions });
    return route(document, { from: "welcome", port: "next", to: "done" });
  };

  it("are straight where the ends are in line", () => {
    expect(corners({ welcome: { x: 0, y: 800 }, done: { x: 32, y: 1000 } })).toHaveLength(2);
  });

  it("turn half way, else at an end, where a card is in the way", () => {
    const apart = { welcome: { x: 0, y: 800 }, done: { x: 600, y: 1200 } };
    const usual = corners(apart);
    const early = corners({ ...apart, bye: { x: 300, y: 1010 } });
    const late = corners({ ...apart, bye: { x: 600, y: 950 } });
    expect(usual[1]?.y).toBe(1032);
    expect(early[1]?.y).toBeLessThan(950);
    expect(late[1]?.y).toBeGreaterThan(1000);
    expect(labelPoint(late, "down").x).toBe(116);
    const label = (...taken: number[]) =>
      labelPoint(
        early,
        "down",
        taken.map((x) => ({ x, y: 0 })),
      ).x;
    expect(label()).toBe(400);
    expect(label(420)).toBeCloseTo(513.6, 0);
    expect(label(400, 513, 627)).toBeCloseTo(286, 0);
    expect(label(400, 513, 627, 286)).toBeCloseTo(684, 0);
    expect(label(400, 500, 640, 300, 700)).toBeCloseTo(684, 0);
    expect(pathOf(usual)).toMatch(/^M 116 864 L .* Q .* L 684 1200$/);
  });

  it("have their name clear of the ways that cross them, and where a short jog begins", () => {
    const bent = (from: number, to: number) => [
      { x: from, y: 0 },
      { x: from, y: 40 },
      { x: to, y: 40 },
      { x: to, y: 80 },
    ];
    expect(labelPoint(bent(0, 200), "down", [], [{ x: 60, y: 0 }]).x).toBe(180);
    expect(labelPoint(bent(0, 200), "down", [], [{ x: -60, y: 0 }]).x).toBe(100);
    expect(labelPoint(bent(0, 40), "down").x).toBe(0);
  });

  it("take a lane beside the cards that stand below one another", () => {
    const line = corners({
      welcome: { x: 0, y: 800 },
      bye: { x: 0, y: 920 },
      member: { x: 300, y: 1000 },
      done: { x: 32, y: 1200 },
    });
    expect(line).toHaveLength(6);
  });

  it("lead back up without a detour, and over cards where nothing is free", () => {
    expect(corners({ welcome: { x: 0, y: 800 }, done: { x: 600, y: 700 } })).toHaveLength(4);
    const shut = corners({
      welcome: { x: 0, y: 800 },
      done: { x: 32, y: 1100 },
      bye: { x: 32, y: 870 },
    });
    expect(shut).toHaveLength(4);
    expect(pathOf([])).toBe("");
    expect(labelPoint([], "down")).toEqual({ x: 0, y: 0 });
  });
});
