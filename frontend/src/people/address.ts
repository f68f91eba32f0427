import { useCallback, useEffect, useState } from "react";

/** Whom the page shows, and which of their runs is open. */
export type Place = { person: string; run: string | null };

export function readPlace(search: string): Place {
  const asked = new URLSearchParams(search);
  return { person: (asked.get("person") ?? "").trim(), run: asked.get("run") };
}

export function addressOf({ person, run }: Place): string {
  const told = new URLSearchParams();
  if (person) told.set("person", person);
  if (person && run) told.set("run", run);
  const text = told.toString().replaceAll("%2F", "/");
  return text ? `/people/?${text}` : "/people/";
}

/** The place that the address names. Another person is a step that Back undoes; a run is none. */
export function usePlace() {
  const [place, setPlace] = useState(() => readPlace(location.search));
  useEffect(() => {
    const back = () => setPlace(readPlace(location.search));
    window.addEventListener("popstate", back);
    return () => window.removeEventListener("popstate", back);
  }, []);
  const choose = useCallback((person: string) => {
    history.pushState(null, "", addressOf({ person, run: null }));
    setPlace({ person, run: null });
    window.scrollTo(0, 0);
  }, []);
  const openRun = useCallback((run: string | null) => {
    setPlace((now) => {
      const next = { ...now, run };
      history.replaceState(null, "", addressOf(next));
      return next;
    });
  }, []);
  return { place, choose, openRun };
}
