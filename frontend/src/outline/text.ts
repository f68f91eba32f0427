import type { Line } from "./api";

/** A line with the name that it begins with apart, so that the name can stand out. */
export function splitLine(text: string): { name: string; rest: string } {
  const found = /^[“‘](.+?)[”’]: (.+)$/s.exec(text);
  return found ? { name: found[1] as string, rest: found[2] as string } : { name: "", rest: text };
}

/** What holds for the whole journey, and the lines of its flow. */
export function partsOf(lines: Line[]): { settings: Line[]; flow: Line[] } {
  const isSetting = (line: Line) => line.kind === "setting";
  return { settings: lines.filter(isSetting), flow: lines.filter((line) => !isSetting(line)) };
}

/** The row to which an arrow key leads from a row; the same one at an edge. */
export function rowAfter(lines: Line[], at: number, key: string): number {
  const last = lines.length - 1;
  const depth = lines[at]?.depth ?? 0;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "ArrowDown" || key === "ArrowRight") return Math.min(last, at + 1);
  if (key === "ArrowUp") return Math.max(0, at - 1);
  // Left leads to what the row belongs to.
  for (let above = at - 1; above >= 0; above--) {
    if ((lines[above]?.depth ?? 0) < depth) return above;
  }
  return at;
}
