import { useCallback, useEffect, useRef, useState } from "react";
import { type Behind, type PersonBehind, peopleBehind } from "./api";

const PAGE = 25;
const MOST = 200;

export type BehindState = {
  rows: PersonBehind[] | null;
  next: string | null;
  error: unknown;
  isBusy: boolean;
  more: () => void;
  reload: () => void;
};

/** The people behind a number, page by page; the pages that are open are read again when it changes. */
export function useBehind(
  journey: string,
  version: number,
  behind: Behind,
  count: number | undefined,
): BehindState {
  const [rows, setRows] = useState<PersonBehind[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const asking = useRef<AbortController | null>(null);
  const shown = useRef(0);
  const { node, what, port } = behind;

  const read = useCallback(
    async (before: string | null) => {
      asking.current?.abort();
      const own = new AbortController();
      asking.current = own;
      setBusy(true);
      const limit = before ? PAGE : Math.min(MOST, Math.max(PAGE, shown.current));
      try {
        const asked = { journey, version, node, what, port, before, limit };
        const page = await peopleBehind(asked, own.signal);
        setRows((known) => {
          const all = before ? [...(known ?? []), ...page.people] : page.people;
          shown.current = all.length;
          return all;
        });
        setNext(page.next);
        setError(null);
      } catch (failure) {
        if (!own.signal.aborted) setError(failure);
      } finally {
        if (asking.current === own) setBusy(false);
      }
    },
    [journey, version, node, what, port],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a number that changed has other people
  useEffect(() => {
    void read(null);
    return () => asking.current?.abort();
  }, [read, count]);

  return {
    rows,
    next,
    error,
    isBusy,
    more: () => void read(next),
    reload: () => void read(null),
  };
}
