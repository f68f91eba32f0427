import { readDuration } from "../graph/durations";
import type { Translate } from "../words";

/** "6 hours"; a duration of several parts stays as it is written. */
export function durationText(text: string, t: Translate): string {
  const amount = readDuration(text);
  return amount ? t.count(amount.unit, amount.count) : text;
}
