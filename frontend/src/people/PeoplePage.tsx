import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, api } from "../api/client";
import type { RunRow } from "../api/types";
import { Icon } from "../ui/Icon";
import { RunStatusMark } from "../ui/status";
import { ago, useWords } from "../words";
import { RunLine } from "./RunLine";

const REFRESH = 3_000;

/** The people in journeys; with `?person=` in the address, one of them. */
export function PeoplePage() {
  const t = useWords();
  const [person, setPerson] = useState(asked);
  const choose = (next: string) => {
    const query = next ? `?person=${encodeURIComponent(next)}` : location.pathname;
    history.pushState(null, "", query);
    setPerson(next);
  };
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{person || t("people")}</h1>
          <p className="muted">{t("peopleText")}</p>
        </div>
        <span className="gap" />
        {person && (
          <button type="button" className="button plain" onClick={() => choose("")}>
            {t("allPeople")}
          </button>
        )}
        <Search key={person} person={person} onFind={choose} />
      </header>
      {person ? <Person person={person} /> : <Everyone onOpen={choose} />}
    </div>
  );
}

function asked(): string {
  return new URLSearchParams(location.search).get("person") ?? "";
}

function Search(props: { person: string; onFind: (person: string) => void }) {
  const t = useWords();
  const [text, setText] = useState(props.person);
  return (
    <search>
      <form
        className="search"
        onSubmit={(event) => {
          event.preventDefault();
          props.onFind(text.trim());
        }}
      >
        <Icon name="search" size={16} />
        <input
          type="search"
          value={text}
          placeholder={t("findPerson")}
          aria-label={t("findPerson")}
          data-testid="find-person"
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </search>
  );
}

function useRuns(person: string) {
  return useQuery({
    queryKey: ["runs", person],
    queryFn: () => api.runs(person),
    refetchInterval: REFRESH,
  });
}

function Everyone({ onOpen }: { onOpen: (person: string) => void }) {
  const t = useWords();
  const query = useRuns("");
  if (query.isPending) return <p className="muted">{t("loading")}</p>;
  if (query.isError) {
    return (
      <p className="error-text" role="alert">
        {t("loadFailed", { reason: query.error.message })}
      </p>
    );
  }
  if (query.data.length === 0) {
    return (
      <div className="nothing">
        <span className="nothing-sign">
          <Icon name="user" size={28} />
        </span>
        <strong>{t("noPeople")}</strong>
        <p>{t("noPeopleText")}</p>
      </div>
    );
  }
  return (
    <div className="table-box">
      <table className="stacks">
        <thead>
          <tr>
            {COLUMNS.map((word) => (
              <th key={word} scope="col">
                {t(word)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {query.data.map((run) => (
            <Row key={run.id} run={run} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const COLUMNS = ["colPerson", "colJourney", "colStatus", "colStep", "colEnteredAt"] as const;

function Row({ run, onOpen }: { run: RunRow; onOpen: (person: string) => void }) {
  const t = useWords();
  return (
    <tr>
      <td>
        <a
          className="row-link"
          href={`?person=${encodeURIComponent(run.person)}`}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            onOpen(run.person);
          }}
        >
          {run.person}
        </a>
      </td>
      <td>
        {run.journey_name} <span className="muted">v{run.version}</span>
      </td>
      <td>
        <RunStatusMark run={run} />
      </td>
      <td>{run.node_name ?? <span className="muted">–</span>}</td>
      <td className="muted">{run.entered_at && ago(run.entered_at, t.language, Date.now())}</td>
    </tr>
  );
}

function Person({ person }: { person: string }) {
  const t = useWords();
  const runs = useRuns(person);
  const profile = useQuery({
    queryKey: ["profile", person],
    queryFn: () => known(person),
    retry: false,
  });
  if (runs.isPending || profile.isPending) return <p className="muted">{t("loading")}</p>;
  const attributes = Object.entries(profile.data ?? {});
  if ((runs.data ?? []).length === 0 && attributes.length === 0) {
    return <p className="muted">{t("personUnknown", { person })}</p>;
  }
  return (
    <div className="home">
      <section className="part">
        <h2>{t("theirJourneys")}</h2>
        {(runs.data ?? []).map((run, index) => (
          <RunLine key={run.id} run={run} isOpen={index === 0} />
        ))}
      </section>
      <section className="part">
        <h2>{t("profile")}</h2>
        {attributes.length === 0 ? (
          <p className="muted">{t("noProfile")}</p>
        ) : (
          <pre className="command">{JSON.stringify(profile.data, null, 2)}</pre>
        )}
      </section>
    </div>
  );
}

/** The attributes of a person; none where nothing is known. */
async function known(person: string): Promise<Record<string, unknown>> {
  try {
    return await api.profile(person);
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) return {};
    throw error;
  }
}
