import { describe, expect, it } from "vitest";
import type { JourneyRow } from "../api/types";
import { addressOf, matches, readAddress } from "./filter";

const row: JourneyRow = {
  id: "1",
  name: "환영 Welcome",
  status: "live",
  live_version: 1,
  entry_event: "signed_up",
  inside: 0,
  entered: 0,
  problems: 0,
  updated_at: "2026-03-01T10:00:00Z",
  updated_by: null,
};
const names = new Map([["signed_up", "회원 가입"]]);

describe("the list of journeys", () => {
  it.each([
    ["", true],
    ["welcome", true],
    [" 환영 ", true],
    ["signed", true],
    ["회원", true],
    ["bye", false],
  ])("with “%s” typed, shows the journey: %s", (text, isShown) => {
    expect(matches(row, { text, status: "" }, names)).toBe(isShown);
  });

  it("is narrowed to a status", () => {
    expect(matches(row, { text: "", status: "draft" }, names)).toBe(false);
    expect(matches(row, { text: "", status: "live" }, names)).toBe(true);
  });

  it("keeps what it is narrowed to in its address", () => {
    const asked = { text: "환영", status: "live" } as const;
    expect(readAddress(addressOf(asked))).toEqual(asked);
    expect(readAddress("?status=nonsense")).toEqual({ text: "", status: "" });
  });
});
