import { type Language, words } from "../words";

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
