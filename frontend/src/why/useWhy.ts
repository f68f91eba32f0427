import { useCallback, useEffect, useState } from "react";
import { ApiError } from "../api/client";
import { type Why, whyApi } from "./api";
import { isOver } from "./story";

const REFRESH = 3_000;

type Answer = { why: Why | null; error: ApiError | null };
export type Asked = Answer & {
  /** Asks at once, besides asking every three seconds. */
  again: () => void;
};

/** Why a run went as it did; asked again until it is over, and kept while an answer fails. */
export function useWhy(run: string): Asked {
  const [answer, setAnswer] = useState<Answer>({ why: null, error: null });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks at once
  useEffect(() => {
    const stop = new AbortController();
    let timer = 0;
    const ask = async () => {
      const got = await answerOf(run, stop.signal);
      if (stop.signal.aborted) return;
      setAnswer((before) => ({ why: got.why ?? before.why, error: got.error }));
      if (!isLast(got)) timer = window.setTimeout(look, REFRESH);
    };
    const look = () => {
      if (document.visibilityState === "visible") void ask();
      else timer = window.setTimeout(look, REFRESH);
    };
    void ask();
    return () => {
      stop.abort();
      window.clearTimeout(timer);
    };
  }, [run, turn]);
  const again = useCallback(() => setTurn((now) => now + 1), []);
  return { ...answer, again };
}

async function answerOf(run: string, signal: AbortSignal): Promise<Answer> {
  try {
    return { why: await whyApi.why(run, signal), error: null };
  } catch (fault) {
    const error = fault instanceof ApiError ? fault : new ApiError(0, "", String(fault));
    return { why: null, error };
  }
}

/** Whether asking again would tell nothing new. */
function isLast({ why, error }: Answer): boolean {
  return why ? isOver(why.run.status) : [401, 403, 404].includes(error?.status ?? 0);
}
