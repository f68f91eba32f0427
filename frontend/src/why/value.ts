import { formatNumber, type Translate } from "../words";

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const LONGEST = 60;

/** A value as one reads it in a line: yes, 148, text, 3 items; null where it is "no value". */
export function valueText(value: unknown, t: Translate): string {
  if (value === null || value === undefined) return t("noValue");
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (typeof value === "number") return formatNumber(value, t.language);
  if (typeof value === "string") return value === "" ? t("emptyValue") : textOf(value);
  const size = sizeOf(value);
  if (size !== null) return t.count(size.of === "items" ? "items" : "fieldsIn", size.n);
  if (Array.isArray(value)) return listText(value, t);
  return t.count("fieldsIn", Object.keys(value as object).length);
}

function textOf(value: string): string {
  return MOMENT.test(value)
    ? value.replace("T", " ").replace(/(\.\d+)?(Z|\+00:00)$/, " UTC")
    : value;
}

function listText(value: unknown[], t: Translate): string {
  const isPlain = value.every((one) => typeof one !== "object" || one === null);
  return isPlain && value.length > 0
    ? value.map((one) => valueText(one, t)).join(", ")
    : t.count("items", value.length);
}

/** The server tells a large list or object by its size alone. */
function sizeOf(value: unknown): { of: "items" | "fields"; n: number } | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const [[of, n] = [], more] = Object.entries(value);
  const isSize = !more && (of === "items" || of === "fields") && typeof n === "number";
  return isSize ? { of, n } : null;
}

/** Whether a value has more to it than a line shows. */
export function isLarge(value: unknown): boolean {
  if (typeof value === "string") return value.length > LONGEST;
  if (typeof value !== "object" || value === null || sizeOf(value)) return false;
  const parts = Object.values(value);
  return Array.isArray(value)
    ? parts.some((one) => typeof one === "object" && one !== null)
    : parts.length > 0;
}
