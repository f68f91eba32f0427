import type { Language } from "../words";
import type { Clock } from "./api";

/** The hotel's time at a moment: its hour, and its day. */
export function hotelTime(at: number, zone: string, language: Language) {
  const time = format(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = format(language, { weekday: "short", day: "numeric", month: "short" });
  return { time: time(at), day: day(at) };
  function format(locale: Language, options: Intl.DateTimeFormatOptions) {
    const own = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
      timeZone: zone,
      ...options,
    });
    return (moment: number) => own.format(moment);
  }
}

/** A length of time in its two largest units: 2 d 3 h, 5 h 58 min. */
export function lengthText(seconds: number, language: Language): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts: [number, string][] = [
    [days, "day"],
    [hours, "hour"],
    [days > 0 ? 0 : minutes % 60, "minute"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) =>
      new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(count),
    )
    .join(" ");
}

/** The present moment by a clock that was read at `readAt` of this machine. */
export function nowBy(clock: Clock, readAt: number, present: number): number {
  return Date.parse(clock.now) + (present - readAt);
}

/** Where a city's zone is: "Europe/Paris" is Paris. */
export function cityOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}
