/** Rows of pages that were loaded one after another, while the first is asked again and again. */
type Row = { id: string };

/** What is known with what came: each row once, as it was told last, the newest first. */
export function merge<T extends Row>(known: T[], came: T[]): T[] {
  const rows = new Map(known.map((row) => [row.id, row]));
  for (const row of came) rows.set(row.id, row);
  return [...rows.values()].sort((a, b) => byNumber(b.id, a.id));
}

/** Ids are numbers of 64 bits, written as text. */
function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Groups of rows that follow one another, by what a function tells of each. */
export function grouped<T>(rows: T[], of: (row: T) => string): [string, T[]][] {
  const found: [string, T[]][] = [];
  for (const row of rows) {
    const last = found.at(-1);
    const name = of(row);
    if (last && last[0] === name) last[1].push(row);
    else found.push([name, [row]]);
  }
  return found;
}

/** Up to two letters that stand for a person: of the name, else of the key. */
export function initials(name: string | null, key: string): string {
  if (!name) return key.replace(/^\W+/, "").slice(0, 1).toUpperCase() || "?";
  const words = name.split(/\s+/);
  if (words.length === 1)
    return [...name].slice(isHangul(name) ? -2 : 0, isHangul(name) ? undefined : 1).join("");
  const [first = "", last = ""] = [words[0], words.at(-1)];
  return ([...first][0] ?? "") + ([...last][0] ?? "");
}

function isHangul(text: string): boolean {
  return /^[\uac00-\ud7a3]+$/.test(text);
}
