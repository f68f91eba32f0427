import { useEffect, useState } from "react";
import { api } from "../api/client";
import { type Feed, merged, NOTHING, newestId } from "./feed";

const EVERY = 1_000;

/** The messages as they come: asked for every second, also again after a lost connection. */
export function useMessages(): Feed {
  const [feed, setFeed] = useState(NOTHING);
  useEffect(() => {
    let own = NOTHING;
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        own = merged(own, await api.messages(newestId(own)), Date.now());
      } catch {
        own = { ...own, isConnected: false };
      }
      if (isGone) return;
      setFeed(own);
      timer = setTimeout(ask, EVERY);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);
  return feed;
}
