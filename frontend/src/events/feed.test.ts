import { describe, expect, it } from "vitest";
import { addressOf, EVERYTHING, readAddress } from "./address";
import type { Inbox, InboxRow } from "./api";
import { begun, continued, followed, MOST, NEW_FOR } from "./feed";

const row = (id: number, summary = "entered"): InboxRow => ({
  kind: "event",
  id: String(id),
  at: "2026-03-01T10:00:00Z",
  type: "Ordered",
  type_name: "Ordered",
  source: "shop",
  person: "customer/ann",
  event_id: String(id),
  occurred_at: "2026-03-01T10:00:00Z",
  data: {},
  summary,
  sentence: { en: summary, ko: summary },
  fates: [],
  can_replay: false,
});
const answer = (rows: InboxRow[], more: Partial<Inbox> = {}): Inbox => ({
  rows,
  next: null,
  newest: `${rows[0]?.id ?? 0}.0`,
  ...more,
});
const ids = (rows: InboxRow[]) => rows.map((one) => one.id);

describe("the feed of the inbox", () => {
  it("has no news at first, and puts what comes later on top for a while", () => {
    const first = begun(answer([row(2), row(1)], { next: "1.0" }));
    expect(first.seen.size).toBe(0);
    const later = followed(first, answer([row(3)]), 1_000);
    expect(ids(later.rows)).toEqual(["3", "2", "1"]);
    expect([...later.seen.keys()]).toEqual(["e3"]);
    expect(later.next).toBe("1.0");
    expect(followed(later, answer([]), 1_000 + NEW_FOR).seen.size).toBe(0);
  });

  it("tells a known row anew once its fate is decided", () => {
    const first = begun(answer([row(2, "waiting"), row(1)]));
    const later = followed(first, answer([row(2, "entered")]), 0);
    expect(later.rows.map((one) => one.summary)).toEqual(["entered", "entered"]);
    expect(later.seen.size).toBe(0);
  });

  it("begins anew where more came than an answer holds, so that no gap is hidden", () => {
    const later = followed(begun(answer([row(1)])), answer([row(9), row(8)], { next: "8.0" }), 0);
    expect(ids(later.rows)).toEqual(["9", "8"]);
    expect(later.next).toBe("8.0");
  });

  it("goes on with older rows, each once", () => {
    const feed = continued(
      begun(answer([row(3), row(2)], { next: "2.0" })),
      answer([row(2), row(1)]),
    );
    expect(ids(feed.rows)).toEqual(["3", "2", "1"]);
    expect(feed.next).toBeNull();
  });

  it("drops the oldest of too many, and knows where they begin", () => {
    const first = begun(answer(Array.from({ length: MOST }, (_, at) => row(MOST - at))));
    const later = followed(first, answer([row(MOST + 1)]), 0);
    expect(later.rows).toHaveLength(MOST);
    expect(later.next).toBe("2.9223372036854775807");
  });
});

describe("the address of the inbox", () => {
  it("names filters and the open row, and is read back", () => {
    const view = {
      ...EVERYTHING,
      person: "customer/ann & co",
      fate: "ignored",
      open: "e12",
      why: true,
    };
    expect(readAddress(addressOf(view))).toEqual(view);
  });

  it("takes no reference that is none", () => {
    expect(readAddress("?open=javascript:1").open).toBe("");
  });
});
