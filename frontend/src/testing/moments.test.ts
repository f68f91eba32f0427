import { describe, expect, it } from "vitest";
import { words } from "../words";
import { fromLocal, momentWords, shortMoment, spanMark, toLocal } from "./moments";

const FRIDAY = "2026-03-06T09:00:00Z";
const PARIS = "Europe/Paris";

describe("moments by the journey's clock", () => {
  it("are named with their weekday", () => {
    expect(momentWords(FRIDAY, "en", PARIS)).toMatch(/^Fri,? 6 Mar,? 10:00$/);
    expect(momentWords(FRIDAY, "ko", "Asia/Seoul")).toContain("18:00");
  });

  it("are short: the time alone on the same day, with the weekday within a week", () => {
    expect(shortMoment(FRIDAY, "2026-03-06T05:00:00Z", "en", PARIS)).toBe("10:00");
    expect(shortMoment(FRIDAY, "2026-03-04T05:00:00Z", "en", PARIS)).toBe("Fri 10:00");
    expect(shortMoment(FRIDAY, "2026-01-04T05:00:00Z", "en", PARIS)).toMatch(
      /^Fri,? 6 Mar,? 10:00$/,
    );
  });

  it("tell on a line how long it took and when it was then", () => {
    expect(spanMark(7200, "Fri 10:00", words())).toBe("+2 h → Fri 10:00");
  });

  it.each([
    ["2026-03-06T10:00", "2026-03-06T09:00:00.000Z"],
    ["2026-07-06T10:00", "2026-07-06T08:00:00.000Z"],
    ["2026-03-29T01:30", "2026-03-29T00:30:00.000Z"],
    ["2026-03-29T03:30", "2026-03-29T01:30:00.000Z"],
  ])("are typed by that clock: %s is %s", (local, iso) => {
    expect(fromLocal(local, PARIS)).toBe(iso);
    expect(toLocal(iso, PARIS)).toBe(local);
  });

  it("are none where nothing is typed", () => {
    expect(fromLocal("", PARIS)).toBeNull();
  });

  it("fall back to the browser's clock for a zone that nobody knows", () => {
    expect(momentWords(FRIDAY, "en", "Nowhere/Land")).toContain("Mar");
  });
});
