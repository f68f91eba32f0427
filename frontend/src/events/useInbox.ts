import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../api/client";
import { type Filters, inbox } from "./api";
import { begun, continued, type Feed, followed, NOTHING } from "./feed";

const EVERY = 2_000;
const PAGE = 50;

export type Following = {
  feed: Feed;
  isLoaded: boolean;
  isPaused: boolean;
  /** Why the last question was not answered; null when it was. */
  failure: ApiError | null;
  /** When the server last answered. */
  asOf: number | null;
  setPaused: (isPaused: boolean) => void;
  askNow: () => void;
  more: () => Promise<void>;
};

/** The inbox as it fills: asked every two seconds while the page is seen and not paused. */
export function useInbox(filters: Filters): Following {
  const { person, type, source, fate } = filters;
  const [feed, setFeed] = useState<Feed>(NOTHING);
  const [isLoaded, setLoaded] = useState(false);
  const [isPaused, markPaused] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [asOf, setAsOf] = useState<number | null>(null);
  const now = useRef(NOTHING);
  const paused = useRef(false);
  const asked = useRef(() => {});

  const keep = useCallback((next: Feed) => {
    now.current = next;
    setFeed(next);
  }, []);

  // Other filters: another list from its beginning.
  useEffect(() => {
    const gone = new AbortController();
    const own = { person, type, source, fate };
    now.current = NOTHING;
    setLoaded(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      keep(await next(now.current, own, gone.signal));
      setFailure(null);
      setAsOf(Date.now());
      setLoaded(true);
    };
    const ask = async () => {
      clearTimeout(timer);
      if (document.hidden && now.current.newest !== null) return;
      try {
        await read();
      } catch (error) {
        if (gone.signal.aborted) return;
        setFailure(asFailure(error));
      }
      timer = setTimeout(() => !paused.current && void ask(), EVERY);
    };
    const onSight = () => {
      if (!document.hidden && !paused.current) void ask();
    };
    asked.current = () => void ask();
    void ask();
    document.addEventListener("visibilitychange", onSight);
    return () => {
      gone.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onSight);
    };
  }, [person, type, source, fate, keep]);

  const more = useCallback(async () => {
    const { next } = now.current;
    if (next === null) return;
    try {
      const answer = await inbox({ person, type, source, fate }, { before: next, limit: PAGE });
      keep(continued(now.current, answer));
    } catch (error) {
      setFailure(asFailure(error));
    }
  }, [person, type, source, fate, keep]);

  const setPaused = useCallback((next: boolean) => {
    paused.current = next;
    markPaused(next);
    if (!next) asked.current();
  }, []);
  const askNow = useCallback(() => asked.current(), []);
  return { feed, isLoaded, isPaused, failure, asOf, setPaused, askNow, more };
}

/** The first page, or the feed with what came since. */
async function next(feed: Feed, filters: Filters, signal: AbortSignal): Promise<Feed> {
  const { newest } = feed;
  if (newest === null) return begun(await inbox(filters, { limit: PAGE }, signal));
  const answer = await inbox(filters, { since: newest, limit: PAGE }, signal);
  return followed(feed, answer, Date.now());
}

function asFailure(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, "", String(error));
}
