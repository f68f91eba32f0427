import type { Language, Translate } from "../words";

/** The clock by which a story is told: a zone, and what is now. */
export type Clock = { zone: string | undefined; now: number };

/** A time of today with its seconds, else the date and the time; the year where it is another. */
export function clockText(iso: string, language: Language, { zone, now }: Clock): string {
  const at = Date.parse(iso);
  const day = dayOf(at, zone);
  if (day === dayOf(now, zone)) return format(at, language, zone, TIME_OF_TODAY);
  const isThisYear = day.slice(0, 4) === dayOf(now, zone).slice(0, 4);
  return format(at, language, zone, isThisYear ? DATE : { ...DATE, year: "numeric" });
}

/** A moment that names everything: the weekday, the date and the time. */
export function momentIn(iso: string, language: Language, zone: string | undefined): string {
  return format(Date.parse(iso), language, zone, WHOLE);
}

/** A day as a heading; "Today" is told by who calls. */
export function dayText(iso: string, language: Language, zone: string | undefined): string {
  return format(Date.parse(iso), language, zone, DAY);
}

export function timeText(iso: string, language: Language, zone: string | undefined): string {
  return format(Date.parse(iso), language, zone, TIME_OF_TODAY);
}

/** The day of a moment by a zone's clock, as `2026-03-01`. */
export function dayOf(at: number, zone: string | undefined): string {
  return format(at, "en", zone, NUMBERS, "sv-SE");
}

const HOURS = { hourCycle: "h23", hour: "2-digit", minute: "2-digit" } as const;
const TIME_OF_TODAY: Intl.DateTimeFormatOptions = { ...HOURS, second: "2-digit" };
const DATE: Intl.DateTimeFormatOptions = { ...HOURS, month: "short", day: "numeric" };
const DAY: Intl.DateTimeFormatOptions = {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
};
const WHOLE: Intl.DateTimeFormatOptions = {
  ...HOURS,
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
};
const NUMBERS: Intl.DateTimeFormatOptions = { year: "numeric", month: "2-digit", day: "2-digit" };
const LOCALE = { en: "en-GB", ko: "ko" } as const;
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function format(
  at: number,
  language: Language,
  zone: string | undefined,
  options: Intl.DateTimeFormatOptions,
  locale: string = LOCALE[language],
): string {
  if (Number.isNaN(at)) return "";
  const name = `${locale} ${zone} ${JSON.stringify(options)}`;
  const known = FORMATS.get(name) ?? formatFor(locale, zone, options);
  FORMATS.set(name, known);
  return known.format(at);
}

/** A zone that this browser does not know is left out: its own clock is better than none. */
function formatFor(
  locale: string,
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, timeZone ? { ...options, timeZone } : options);
  } catch {
    return new Intl.DateTimeFormat(locale, options);
  }
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const UNITS = [
  ["unitDays", 86_400],
  ["unitHours", 3600],
  ["unitMinutes", 60],
  ["unitSeconds", 1],
] as const;

/** A length of time in its two largest units: "2 h 10 min"; below a second in milliseconds. */
export function elapsedText(seconds: number, t: Translate): string {
  if (seconds < 0.9995) return t("unitMs", { n: Math.round(Math.max(0, seconds) * 1000) });
  let rest = Math.round(seconds);
  const told: string[] = [];
  const first = UNITS.findIndex(([, length]) => rest >= length);
  for (const [word, length] of UNITS.slice(Math.max(0, first), first + 2)) {
    const n = Math.floor(rest / length);
    rest -= n * length;
    if (n > 0) told.push(t(word, { n }));
  }
  return told.join(" ");
}

/** Seconds from one moment to another. */
export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
