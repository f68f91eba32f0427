/** A key that is not taken: `wait`, `wait_2`, ... (ASCII, lower case, at most 64 characters). */
export function freshKey(wanted: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  const key = asKey(wanted);
  if (!used.has(key)) return key;
  const base = key.replace(/_\d+$/, "");
  for (let n = 2; ; n++) {
    const next = `${base.slice(0, 58)}_${n}`;
    if (!used.has(next)) return next;
  }
}

/** What of a text can be a key; `step` where nothing can. */
function asKey(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "");
  return plain.slice(0, 64) || "step";
}

/** A copy's name: "Wait (2)", and of that "Wait (3)". */
export function copyName(name: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  const base = name.replace(/ \(\d+\)$/, "");
  for (let n = 2; ; n++) {
    const next = `${base} (${n})`;
    if (!used.has(next)) return next;
  }
}
