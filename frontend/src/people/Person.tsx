import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError, api } from "../api/client";
import type { RunRow } from "../api/types";
import { Icon } from "../ui/Icon";
import { present } from "../ui/present";
import { type Before, type PersonEvent, type PersonTold, peopleApi } from "../why/api";
import { ago, useWords } from "../words";
import { Avatar } from "./Avatar";
import { Events } from "./Events";
import { merge } from "./growing";
import { PersonLink } from "./PeoplePage";
import { ProfileTable } from "./ProfileTable";
import { Runs } from "./Runs";
import { Trouble } from "./Trouble";

const REFRESH = 3_000;

type Props = {
  person: string;
  run: string | null;
  onRun: (run: string | null) => void;
  onPerson: (person: string) => void;
};

/** Everything about one person. */
export function Person({ person, run, onRun, onPerson }: Props) {
  const t = useWords();
  const query = useQuery({
    queryKey: ["person", person],
    queryFn: () => peopleApi.person(person),
    refetchInterval: (now) => (isUnknown(now.state.error) ? false : REFRESH),
    retry: false,
  });
  const me = useQuery({ queryKey: ["me"], queryFn: api.me, staleTime: Number.POSITIVE_INFINITY });
  const pages = usePages(person, query.data);
  if (query.isPending) return <p className="muted">{t("loading")}</p>;
  if (!query.data) {
    return isUnknown(query.error) ? (
      <Unknown person={person} />
    ) : (
      <Trouble error={query.error} again={() => void query.refetch()} />
    );
  }
  const told = query.data;
  return (
    <>
      <Who told={told} runs={pages.runs.rows} events={pages.events.rows} onPerson={onPerson} />
      <div className="person-parts">
        <Runs
          page={pages.runs}
          open={run}
          onOpen={onRun}
          canPublish={me.data?.rights.includes("journeys.publish") ?? false}
        />
        <div className="person-side">
          <ProfileTable profile={told.profile} />
          <Events page={pages.events} />
        </div>
      </div>
    </>
  );
}

function isUnknown(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 404;
}

function Unknown({ person }: { person: string }) {
  const t = useWords();
  return (
    <div className="nothing">
      <span className="nothing-sign">
        <Icon name="search" size={28} />
      </span>
      <strong>{t("personUnknown", { person })}</strong>
      <p>{t("personUnknownText")}</p>
    </div>
  );
}

export type Paged<T> = { rows: T[]; hasMore: boolean; more: () => void };

/** The newest page, asked again and again, and the older ones that were asked for. */
function usePages(person: string, told: PersonTold | undefined) {
  const events = useGrowing<PersonEvent>(told?.events, async (next) => {
    return (await peopleApi.person(person, { events_before: next } satisfies Before)).events;
  });
  const runs = useGrowing<RunRow>(told?.runs, async (next) => {
    return (await peopleApi.person(person, { runs_before: next } satisfies Before)).runs;
  });
  return { events, runs };
}

type Fetched<T> = { rows: T[]; next: string | null };

function useGrowing<T extends { id: string }>(
  newest: Fetched<T> | undefined,
  ask: (next: string) => Promise<Fetched<T>>,
): Paged<T> {
  const [rows, setRows] = useState<T[]>([]);
  const [older, setOlder] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    if (!newest) return;
    setRows((known) => merge(known, newest.rows));
    setOlder((now) => (now === undefined ? newest.next : now));
  }, [newest]);
  const next = older === undefined ? (newest?.next ?? null) : older;
  const more = () => {
    if (next === null) return;
    void ask(next).then((page) => {
      setRows((known) => merge(known, page.rows));
      setOlder(page.next);
    });
  };
  return { rows, hasMore: next !== null, more };
}

type WhoProps = {
  told: PersonTold;
  runs: RunRow[];
  events: PersonEvent[];
  onPerson: (person: string) => void;
};

function Who({ told, runs, events, onPerson }: WhoProps) {
  const t = useWords();
  const inside = runs.filter((run) => run.ended_at === null).length;
  const last = events[0];
  return (
    <header className="who">
      <Avatar name={told.name} person={told.key} size="large" />
      <div className="who-text">
        <h1>{told.name ?? told.key}</h1>
        <p className="who-facts">
          <code>{told.person}</code>
          <span className="muted">
            {inside > 0 ? t.count("inJourneys", inside) : t("inNoJourney")}
          </span>
          {last && (
            <span className="muted">
              {t("lastEvent", { when: ago(last.at, t.language, present()) })}
            </span>
          )}
        </p>
        {told.alias_of && (
          <p className="who-alias">
            {t("isAliasOf")}{" "}
            <PersonLink person={told.alias_of} onOpen={onPerson}>
              {told.alias_of}
            </PersonLink>
          </p>
        )}
      </div>
    </header>
  );
}
