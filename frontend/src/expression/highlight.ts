/** A piece of an expression with the look it has. */
export type Piece = { text: string; look: string };

const TOKENS =
  /(?<event>@(?:action|node)?\{[^}]*\}?)|(?<source>#\{[^}]*\}?)|(?<property>\$\{[^}]*\}?)|(?<text>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>\b(?:and|or|not|true|false|null)\b)|(?<call>[A-Za-z][A-Za-z0-9]*(?=\())/g;

/** The pieces of a text, cut where looks change; `faults` are underlined. */
export function pieces(text: string, faults: { start: number; end: number }[]): Piece[] {
  const looks = Array.from({ length: text.length }, () => "");
  for (const match of text.matchAll(TOKENS)) {
    const look = Object.entries(match.groups ?? {}).find(([, found]) => found)?.[0] ?? "";
    looks.fill(look, match.index, match.index + match[0].length);
  }
  for (const { start, end } of faults) {
    for (let i = start; i < Math.max(end, start + 1) && i < text.length; i++) looks[i] += " fault";
  }
  const found: Piece[] = [];
  for (let i = 0; i < text.length; i++) {
    const last = found.at(-1);
    const look = looks[i] as string;
    if (last && last.look === look) last.text += text[i];
    else found.push({ text: text[i] as string, look });
  }
  return found;
}

/** The server counts characters, a script counts UTF-16 units: they differ after an emoji. */
export function unitOffset(text: string, characters: number): number {
  return [...text].slice(0, characters).join("").length;
}
