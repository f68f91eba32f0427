import { positionOf, sizeOf } from "./geometry";
import type { Document } from "./types";

/**
 * The same drawing with room at the bottom of every card. What stands below a card moves down by
 * as much, so that every gap stays as it was drawn, and cards of one row stay in one row.
 */
export function withFoot(document: Document, foot: number): Document {
  const { graph, layout } = document;
  const cards = Object.entries(graph.nodes)
    .map(([key, step]) => {
      const at = positionOf(document, key);
      return { key, at, bottom: at.y + sizeOf(step, layout.direction).height, level: 0 };
    })
    .sort((a, b) => a.at.y - b.at.y);
  for (const card of cards) {
    const above = cards.filter((other) => other.bottom <= card.at.y);
    card.level = Math.max(-1, ...above.map((other) => other.level)) + 1;
  }
  const positions = cards.map(({ key, at, level }) => [key, { ...at, y: at.y + level * foot }]);
  return { graph, layout: { ...layout, foot, positions: Object.fromEntries(positions) } };
}
