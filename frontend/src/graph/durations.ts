/** ISO 8601 durations of one unit, as the pane edits them; others stay as text. No months: they have no fixed length. */
export type Unit = "seconds" | "minutes" | "hours" | "days" | "weeks";
export type Amount = { count: number; unit: Unit };

const LETTERS: Record<Unit, [string, string]> = {
  seconds: ["PT", "S"],
  minutes: ["PT", "M"],
  hours: ["PT", "H"],
  days: ["P", "D"],
  weeks: ["P", "W"],
};
export const UNITS = Object.keys(LETTERS) as Unit[];

/** The number and unit of a duration; null when it has several parts or is none. */
export function readDuration(text: string): Amount | null {
  for (const unit of UNITS) {
    const [before, after] = LETTERS[unit];
    const match = new RegExp(`^${before}(\\d+)${after}$`).exec(text);
    if (match) return { count: Number(match[1]), unit };
  }
  return null;
}

export function writeDuration({ count, unit }: Amount): string {
  const [before, after] = LETTERS[unit];
  return `${before}${count}${after}`;
}

/** Shares of 100 for a number of paths: whole numbers, the first ones larger. */
export function evenShares(count: number): number[] {
  const base = Math.floor(100 / count);
  return Array.from({ length: count }, (_, i) => base + (i < 100 - base * count ? 1 : 0));
}
