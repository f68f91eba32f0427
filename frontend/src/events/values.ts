import { type Language, type Translate, words } from "../words";

/** A value in one line, as a reader says it. */
export function valueText(value: unknown, language: Language): string {
  const t = words();
  if (value === null || value === undefined) return t("inboxNoValue");
  if (value === true) return t("inboxYes");
  if (value === false) return t("inboxNo");
  if (typeof value === "number") return new Intl.NumberFormat(language).format(value);
  if (typeof value === "string") return value === "" ? "“”" : value;
  return JSON.stringify(value);
}

/** How old a value was when it was read. */
export function ageText(seconds: number, t: Translate): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t("inboxAge", { age: t.count("minutes", minutes) });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t("inboxAge", { age: t.count("hours", hours) });
  return t("inboxAge", { age: t.count("days", Math.floor(hours / 24)) });
}
