import type { Translate } from "../words";
import type { Both, Origin } from "./api";
import { type Clock, clockText, elapsedText } from "./time";

type Told = {
  origin: Origin;
  origin_name?: Both | null;
  at: string | null;
  age_seconds: number | null;
  defaulted: boolean;
};

/** Where a value came from: "read 09:00:01 from Weather, 4 min old". */
export function originText(told: Told, t: Translate, clock: Clock): string {
  if (told.defaulted) return t("originDefault");
  const name = told.origin_name?.[t.language] ?? "";
  const time = told.at ? clockText(told.at, t.language, clock) : "";
  const age = ageOf(told.age_seconds, t);
  switch (told.origin) {
    case "event":
      return time ? t("originEvent", { name, time }) : t("originEventPlain", { name });
    case "profile":
      return time ? t("originProfile", { age }) : t("originProfilePlain");
    case "source":
      return time ? t("originSource", { name, time, age }) : t("originSourcePlain", { name });
    case "action":
      return t("originAction", { name });
    case "step":
      return t("originStep", { name });
    case "journey":
      return t("originJourney");
    case "item":
      return t("originItem");
  }
}

function ageOf(seconds: number | null, t: Translate): string {
  if (seconds === null) return "";
  return seconds < 1 ? t("ageNow") : t("ageOld", { age: elapsedText(seconds, t) });
}
