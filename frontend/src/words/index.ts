import { useSyncExternalStore } from "react";
import { en, type WordKey } from "./en";
import { ko } from "./ko";
import { PROBLEMS } from "./problems";

export type Language = "en" | "ko";
/** Words of the server, in each language. */
export type Both = Record<Language, string>;
export type { WordKey };
export type Params = Record<string, string | number>;
/** Keys that have a form for one and a form for more. */
export type CountKey = { [K in WordKey]: K extends `${infer Base}.other` ? Base : never }[WordKey];

export type Translate = {
  (key: WordKey, params?: Params): string;
  /** Words with a number: `{n}`. */
  count: (key: CountKey, n: number, params?: Params) => string;
  language: Language;
};

const CATALOGUES: Record<Language, Record<WordKey, string>> = { en, ko };

function translator(language: Language): Translate {
  const words = CATALOGUES[language];
  const t = (key: WordKey, params?: Params) => fill(words[key], params);
  const count = (key: CountKey, n: number, params?: Params) =>
    fill(words[`${key}.${n === 1 ? "one" : "other"}`], { n: formatNumber(n, language), ...params });
  return Object.assign(t, { count, language });
}

/** The text with its `{names}` filled in; a name without a value stays as it is. */
export function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

const TRANSLATORS = { en: translator("en"), ko: translator("ko") };
let current: Language = "en";
const listeners = new Set<() => void>();

/** Switches every page part without a reload. */
export function setLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

export function words(): Translate {
  return TRANSLATORS[current];
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The words of the language in use. */
export function useWords(): Translate {
  return useSyncExternalStore(subscribe, words);
}

/** The sentence of a problem: ours by its code, else the server's. */
export function problemText(
  problem: { code: string; params: Record<string, unknown>; message: string },
  language: Language,
): string {
  const own = PROBLEMS[problem.code]?.[language];
  if (!own) return problem.message || problem.code;
  const text = fill(own, problem.params as Params);
  return /\{\w+\}/.test(text) ? problem.message || text : text;
}

export function formatNumber(n: number, language: Language): string {
  return new Intl.NumberFormat(language).format(n);
}

/** "3 minutes ago" and the like; a date after a week. */
export function ago(iso: string, language: Language, now: number): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const steps: [Intl.RelativeTimeFormatUnit, number, number][] = [
    ["second", 1, 60],
    ["minute", 60, 3600],
    ["hour", 3600, 86_400],
    ["day", 86_400, 7 * 86_400],
  ];
  const step = steps.find(([, , below]) => Math.abs(seconds) < below);
  if (step) return format.format(Math.trunc(seconds / step[1]), step[0]);
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(Date.parse(iso));
}

/** A local date and time as it is written in settings, for reading. */
export function momentText(local: string, language: Language): string {
  const at = Date.parse(local);
  if (Number.isNaN(at)) return local;
  return new Intl.DateTimeFormat(language, {
    month: "short",
    day: "numeric",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}
