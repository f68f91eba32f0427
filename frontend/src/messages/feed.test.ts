import { describe, expect, it } from "vitest";
import type { Message } from "../api/types";
import { merged, NEW_FOR, NOTHING, newestId } from "./feed";

const message = (id: string, at: string): Message => ({
  id,
  channel: "push",
  to: "a phone",
  subject: "",
  text: "Welcome",
  journey: "1",
  journey_name: "Lobby",
  version: 1,
  node: "welcome",
  node_name: "Welcome",
  person: "mcid/mina",
  at,
  key: id,
});
const old = message("9", "2026-03-01T10:00:00Z");
const young = message("10", "2026-03-01T10:00:05Z");

describe("the feed of messages", () => {
  it("has no news at first", () => {
    const feed = merged(NOTHING, [old], 0);
    expect(feed.seen.size).toBe(0);
    expect(newestId(feed)).toBe("9");
    expect(newestId(NOTHING)).toBeNull();
  });

  it("puts what comes later on top, once, as news for a while", () => {
    let feed = merged(merged(NOTHING, [old], 0), [young, old], 1_000);
    expect(feed.messages.map((one) => one.id)).toEqual(["10", "9"]);
    expect([...feed.seen.keys()]).toEqual(["10"]);
    expect(newestId(feed)).toBe("10");
    feed = merged(feed, [], 1_000 + NEW_FOR);
    expect(feed.seen.size).toBe(0);
  });
});
