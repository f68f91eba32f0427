import { initials } from "./growing";

const TONES = 5;

/** A disc with a person's letters; the same person has the same colour everywhere. */
export function Avatar(props: { name: string | null; person: string; size?: "small" | "large" }) {
  const { name, person, size = "small" } = props;
  return (
    <span className={`person-avatar ${size} tone-${toneOf(person)}`} aria-hidden="true">
      {initials(name, person)}
    </span>
  );
}

function toneOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % TONES;
}
