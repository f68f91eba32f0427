import { describe, expect, it } from "vitest";
import { withFoot } from "./foot";
import { overlaps, portPoint, positionOf, sizeOf } from "./geometry";
import { tidy } from "./layout";
import { journey } from "./sample";
import type { Direction, Document } from "./types";

const drawn = (direction: Direction): Document => {
  const { graph } = journey();
  return { graph, layout: { direction, positions: tidy(graph, direction) } };
};
const bottom = (document: Document, key: string) => {
  const { direction, foot } = document.layout;
  const step = document.graph.nodes[key];
  return step ? positionOf(document, key).y + sizeOf(step, direction, foot).height : 0;
};

describe("room below cards", () => {
  it("keeps every gap along the flow", () => {
    const [before, after] = [drawn("down"), withFoot(drawn("down"), 28)];
    const gap = (document: Document, a: string, b: string) =>
      positionOf(document, b).y - bottom(document, a);
    for (const [a, b] of [
      ["lobby", "member"],
      ["member", "welcome"],
      ["welcome", "done"],
    ] as const) {
      expect(gap(after, a, b)).toBe(gap(before, a, b));
    }
  });

  it("keeps the cards of a row in one row", () => {
    const after = withFoot(drawn("down"), 28);
    expect(positionOf(after, "welcome").y).toBe(positionOf(after, "bye").y);
  });

  it.each(["down", "right"] as const)("lets no card cover another, %s", (direction) => {
    const after = withFoot(drawn(direction), 28);
    const cards = Object.entries(after.graph.nodes).map(([key, step]) => ({
      key,
      at: positionOf(after, key),
      size: sizeOf(step, direction, 28),
    }));
    for (const a of cards) {
      for (const b of cards) {
        if (a.key !== b.key) expect(overlaps(a.at, a.size, b.at, b.size, 8)).toBe(false);
      }
    }
  });

  it("lets edges leave below the room", () => {
    const after = withFoot(drawn("down"), 28);
    expect(portPoint(after, { node: "lobby", port: "next" })?.y).toBe(bottom(after, "lobby"));
  });

  it("moves nothing to the side, and changes no graph", () => {
    const before = drawn("right");
    const after = withFoot(before, 28);
    expect(after.graph).toBe(before.graph);
    for (const key of Object.keys(before.graph.nodes)) {
      expect(positionOf(after, key).x).toBe(positionOf(before, key).x);
    }
  });
});
