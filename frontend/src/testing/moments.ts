import { elapsedText } from "../why/time";
import type { Language, Translate } from "../words";

/** Moments by the journey's own clock, as one types and reads them. */

const LOCALE = { en: "en-GB", ko: "ko" } as const;
const TIME = { hourCycle: "h23", hour: "2-digit", minute: "2-digit" } as const;
const DAY = { weekday: "short", day: "numeric", month: "short" } as const;

/** "Fri 6 Mar, 10:00". */
export function momentWords(iso: string, language: Language, zone: string): string {
  return written(iso, language, zone, { ...DAY, ...TIME });
}

/** "10:00" on the day on which it began, "Fri 10:00" within a week of it, else with the date. */
export function shortMoment(iso: string, from: string, language: Language, zone: string): string {
  const days = dayNumber(iso, zone) - dayNumber(from, zone);
  if (days === 0) return written(iso, language, zone, TIME);
  const isNear = Math.abs(days) < 7;
  return written(iso, language, zone, isNear ? { weekday: "short", ...TIME } : { ...DAY, ...TIME });
}

/** "+2 h → Fri 10:00": how long it took, and when it was then. */
export function spanMark(seconds: number, moment: string, t: Translate): string {
  return `+${elapsedText(Math.round(seconds), t)} → ${moment}`;
}

function written(
  iso: string,
  language: Language,
  zone: string,
  options: Intl.DateTimeFormatOptions,
): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  return new Intl.DateTimeFormat(LOCALE[language], { ...options, ...known(zone) }).format(at);
}

/** The zone where this browser knows it; a half-typed one is left out. */
function known(zone: string): { timeZone?: string } {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return { timeZone: zone };
  } catch {
    return {};
  }
}

function dayNumber(iso: string, zone: string): number {
  return Math.floor(Date.parse(`${toLocal(iso, zone).slice(0, 10)}T00:00Z`) / 86_400_000);
}

/** A moment as a field of date and time has it, by a zone's clock: `2026-03-06T10:00`. */
export function toLocal(iso: string, zone: string): string {
  const told = new Intl.DateTimeFormat("sv-SE", {
    ...TIME,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    ...known(zone),
  }).format(Date.parse(iso));
  return told.replace(" ", "T");
}

/** The moment of such a field; null where nothing is in it. In a gap of the clock, that after it. */
export function fromLocal(local: string, zone: string): string | null {
  const guess = Date.parse(`${local}Z`);
  if (Number.isNaN(guess)) return null;
  // The zone's distance is that of the moment itself, which a first step comes near to.
  const near = guess - distance(guess, zone);
  return new Date(guess - distance(near, zone)).toISOString();
}

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. */
function distance(at: number, zone: string): number {
  const minute = Math.floor(at / 60_000) * 60_000;
  return Date.parse(`${toLocal(new Date(minute).toISOString(), zone)}Z`) - minute;
}
