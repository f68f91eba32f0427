import type { Language } from "../words";

const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;

/** The time of day, to the second. */
export function clock(at: number | string, language: Language): string {
  return new Intl.DateTimeFormat(language, TIME).format(new Date(at));
}

/** The time of day, with its date where that is another day than today's. */
export function arrival(at: string, language: Language, now: number): string {
  const moment = new Date(at);
  if (moment.toDateString() === new Date(now).toDateString()) return clock(at, language);
  const date = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" }).format(moment);
  return `${date} ${clock(at, language).slice(0, 5)}`;
}

/** Date and time in full. */
export function whole(at: string, language: Language): string {
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(at));
  return `${date} ${clock(at, language)} ${zoneOf(at, language)}`;
}

function zoneOf(at: string, language: Language): string {
  const parts = new Intl.DateTimeFormat(language, { timeZoneName: "short" }).formatToParts(
    new Date(at),
  );
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}
