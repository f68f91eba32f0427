import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Icon } from "../ui/Icon";
import { present } from "../ui/present";
import { type PersonRow, peopleApi } from "../why/api";
import { ago, useWords } from "../words";
import { Avatar } from "./Avatar";
import { addressOf, usePlace } from "./address";
import { Person } from "./Person";
import { Inside, Search } from "./Search";
import { Trouble } from "./Trouble";

const REFRESH = 5_000;

/** Finding people, and everything about one: who, what happened, every way through a journey. */
export function PeoplePage() {
  const t = useWords();
  const { place, choose, openRun } = usePlace();
  useEffect(() => {
    document.title = `${place.person || t("people")} · Gilmok`;
  }, [place.person, t]);
  if (!place.person) return <Everyone onOpen={choose} />;
  return (
    <div className="page people-page">
      <nav className="people-top" aria-label={t("people")}>
        <PersonLink person="" onOpen={choose} className="button quiet">
          <Icon name="left" size={16} /> {t("allPeople")}
        </PersonLink>
        <span className="gap" />
        <Search key={place.person} onFind={choose} />
      </nav>
      <Person
        key={place.person}
        person={place.person}
        run={place.run}
        onRun={openRun}
        onPerson={choose}
      />
    </div>
  );
}

type LinkProps = {
  person: string;
  onOpen: (person: string) => void;
  className?: string;
  children: React.ReactNode;
};

/** A link to a person, which opens in a new tab like any other. */
export function PersonLink({ person, onOpen, className, children }: LinkProps) {
  return (
    <a
      className={className}
      href={addressOf({ person, run: null })}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpen(person);
      }}
    >
      {children}
    </a>
  );
}

function Everyone({ onOpen }: { onOpen: (person: string) => void }) {
  const t = useWords();
  const query = useQuery({
    queryKey: ["people"],
    queryFn: () => peopleApi.find(""),
    refetchInterval: REFRESH,
    retry: false,
  });
  return (
    <div className="page people-page">
      <header className="people-head">
        <h1>{t("people")}</h1>
        <p className="muted">{t("peopleLead")}</p>
        <Search onFind={onOpen} isLarge />
      </header>
      {query.isPending && <p className="muted">{t("loading")}</p>}
      {query.isError && !query.data && (
        <Trouble error={query.error} again={() => void query.refetch()} />
      )}
      {query.data && <Recent people={query.data} onOpen={onOpen} />}
    </div>
  );
}

type RecentProps = { people: PersonRow[]; onOpen: (person: string) => void };

function Recent({ people, onOpen }: RecentProps) {
  const t = useWords();
  if (people.length === 0) {
    return (
      <div className="nothing">
        <span className="nothing-sign">
          <Icon name="user" size={28} />
        </span>
        <strong>{t("noPeopleYet")}</strong>
        <p>{t("noPeopleYetText")}</p>
      </div>
    );
  }
  return (
    <section className="people-recent" aria-label={t("lastHeard")}>
      <h2 className="people-sub">{t("lastHeard")}</h2>
      <ul className="recent">
        {people.map((row) => (
          <li key={row.person}>
            <PersonLink person={row.person} onOpen={onOpen} className="recent-person">
              <Avatar name={row.name} person={row.key} />
              <span className="found-name">
                <strong>{row.name ?? row.key}</strong>
                <span className="muted">{row.person}</span>
              </span>
              <Inside row={row} />
              <span className="muted recent-when">
                {row.last_event_at && ago(row.last_event_at, t.language, present())}
              </span>
            </PersonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
