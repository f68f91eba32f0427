import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Document, emptyDocument } from "../graph/types";
import { Autosave, DELAY, type SaveState } from "./autosave";
import { ApiError } from "./client";

function setUp(
  save = vi.fn(async (_: Document, revision: number) => ({ revision: revision + 1, problems: [] })),
) {
  const states: SaveState[] = [];
  const keep = vi.fn();
  const autosave = new Autosave(
    { save, report: (state) => states.push(state), saved: () => {}, keep },
    7,
  );
  return { autosave, save, states, keep };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("autosave", () => {
  it("saves once, a moment after the last of several changes", async () => {
    const { autosave, save, states } = setUp();
    autosave.changed(emptyDocument());
    await vi.advanceTimersByTimeAsync(DELAY / 2);
    const last = emptyDocument();
    autosave.changed(last);
    await vi.advanceTimersByTimeAsync(DELAY);
    expect(save).toHaveBeenCalledTimes(1);
    expect(save).toHaveBeenCalledWith(last, 7);
    expect(states.at(-1)).toEqual({ kind: "saved" });
    expect(autosave.isPending).toBe(false);
  });

  it("does not wait for ever while someone keeps typing", async () => {
    const { autosave, save } = setUp();
    for (let n = 0; n < 20; n++) {
      autosave.changed(emptyDocument());
      await vi.advanceTimersByTimeAsync(DELAY / 2);
    }
    expect(save.mock.calls.length).toBeGreaterThanOrEqual(1);
  });

  it("goes on from the revision that the server gave", async () => {
    const { autosave, save } = setUp();
    autosave.changed(emptyDocument());
    await autosave.flush();
    autosave.changed(emptyDocument());
    await autosave.flush();
    expect(save.mock.calls.map(([, revision]) => revision)).toEqual([7, 8]);
  });

  it("keeps changes while offline and saves them afterwards", async () => {
    const save = vi.fn(async (_: Document, revision: number) => ({
      revision: revision + 1,
      problems: [],
    }));
    save.mockRejectedValueOnce(new ApiError(0, "network", "gone"));
    const { autosave, states, keep } = setUp(save);
    autosave.changed(emptyDocument());
    autosave.changed(emptyDocument());
    await vi.advanceTimersByTimeAsync(DELAY);
    expect(states.at(-1)).toEqual({ kind: "offline", pending: 2 });
    expect(autosave.isPending).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(states.at(-1)).toEqual({ kind: "saved" });
    expect(keep).toHaveBeenLastCalledWith(null, 8);
  });

  it("stops at a conflict until the user has chosen", async () => {
    const save = vi.fn(async (_: Document, revision: number) => ({
      revision: revision + 1,
      problems: [],
    }));
    save.mockRejectedValueOnce(new ApiError(412, "conflict", "newer"));
    const { autosave, states } = setUp(save);
    autosave.changed(emptyDocument());
    await vi.advanceTimersByTimeAsync(DELAY);
    expect(states.at(-1)).toEqual({ kind: "conflict" });
    autosave.changed(emptyDocument());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(save).toHaveBeenCalledTimes(1);
    const mine = emptyDocument();
    await autosave.resume(12, mine);
    expect(save).toHaveBeenLastCalledWith(mine, 12);
    expect(states.at(-1)).toEqual({ kind: "saved" });
  });

  it("says why a save was refused, and when the session has ended", async () => {
    const save = vi.fn().mockRejectedValueOnce(new ApiError(422, "invalid", "Too long."));
    const { autosave, states } = setUp(save);
    autosave.changed(emptyDocument());
    await autosave.flush();
    expect(states.at(-1)).toEqual({ kind: "refused", reason: "Too long." });
    save.mockRejectedValueOnce(new ApiError(401, "unauthenticated", ""));
    await autosave.flush();
    expect(states.at(-1)).toEqual({ kind: "signed_out" });
  });

  it("forgets its own changes when the saved ones are loaded", async () => {
    const { autosave, save, keep } = setUp();
    autosave.changed(emptyDocument());
    await autosave.resume(9, null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(save).not.toHaveBeenCalled();
    expect(keep).toHaveBeenLastCalledWith(null, 9);
  });
});
