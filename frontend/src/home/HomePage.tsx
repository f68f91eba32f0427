import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api } from "../api/client";
import type { EventRow, JourneyRow, RejectionRow } from "../api/types";
import { Icon, type IconName } from "../ui/Icon";
import { EventChip, StatusMark } from "../ui/status";
import { ago, fateText, formatNumber, useWords, type WordKey } from "../words";

const REFRESH = 3_000;
const SHOWN = 8;

/** What lives, what needs attention, and where to start. */
export function HomePage() {
  const t = useWords();
  const journeys = useAsked("journeys", api.journeys) ?? [];
  const events = useAsked("events", () => api.events(SHOWN)) ?? [];
  const rejections = useAsked("rejections", () => api.rejections(5)) ?? [];
  const live = journeys.filter((row) => row.status === "live");
  const troubled = journeys.filter((row) => row.problems > 0);
  const sum = (of: (row: JourneyRow) => number) => journeys.reduce((all, row) => all + of(row), 0);
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t("home")}</h1>
          <p className="muted">{t("homeText")}</p>
        </div>
      </header>
      <div className="stats">
        <Stat icon="route" word="statLive" value={live.length} tone="action" />
        <Stat icon="user" word="statInside" value={sum((row) => row.inside)} tone="event" />
        <Stat icon="zap" word="statEntered" value={sum((row) => row.entered)} tone="flow" />
        <Stat
          icon="alert"
          word="statAttention"
          value={troubled.length + rejections.length}
          tone="end"
        />
      </div>
      <div className="home">
        <div>
          <Live rows={live} />
          <Events rows={events} />
        </div>
        <div>
          <Attention troubled={troubled} rejections={rejections} />
          <Start journeys={journeys} hasEvent={events.length > 0} />
        </div>
      </div>
    </div>
  );
}

function useAsked<T>(key: string, ask: () => Promise<T>): T | undefined {
  return useQuery({ queryKey: [key], queryFn: ask, refetchInterval: REFRESH }).data;
}

type StatProps = { icon: IconName; word: WordKey; value: number; tone: string };

function Stat({ icon, word, value, tone }: StatProps) {
  const t = useWords();
  return (
    <div className="stat">
      <span className={`tile ${tone}`}>
        <Icon name={icon} />
      </span>
      <span>
        <strong>{formatNumber(value, t.language)}</strong>
        <span className="muted">{t(word)}</span>
      </span>
    </div>
  );
}

type PartProps = { title: WordKey; link?: string; children: ReactNode };

function Part({ title, link, children }: PartProps) {
  const t = useWords();
  return (
    <section className="part">
      <h2>
        {t(title)}
        {link && <a href={link}>{t("seeAll")}</a>}
      </h2>
      {children}
    </section>
  );
}

function Live({ rows }: { rows: JourneyRow[] }) {
  const t = useWords();
  return (
    <Part title="liveNow" link="/journeys/">
      {rows.length === 0 && <p className="muted">{t("nothingLive")}</p>}
      <ul className="lines">
        {rows.map((row) => (
          <li key={row.id}>
            <a href={`/journeys/${row.id}/`}>{row.name}</a>
            <StatusMark row={row} />
            <EventChip row={row} />
            <span className="gap" />
            <span>{t.count("inside", row.inside)}</span>
            <span className="muted">
              {t("enteredCount", { n: formatNumber(row.entered, t.language) })}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Events({ rows }: { rows: EventRow[] }) {
  const t = useWords();
  return (
    <Part title="latestEvents" link="/admin/events/event/">
      {rows.length === 0 && <p className="muted">{t("noEventsYet")}</p>}
      <ul className="lines">
        {rows.map((row) => (
          <li key={row.id}>
            <Icon name="zap" size={14} />
            <strong>{row.type}</strong>
            <PersonLink person={row.person} />
            <span className="gap" />
            <span className={`fate ${row.summary}`}>{fateText(row.summary, t)}</span>
            <time className="muted" dateTime={row.received_at}>
              {ago(row.received_at, t.language, Date.now())}
            </time>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function PersonLink({ person }: { person: string | null }) {
  if (!person) return null;
  return <a href={`/people/?person=${encodeURIComponent(person)}`}>{person}</a>;
}

function Attention(props: { troubled: JourneyRow[]; rejections: RejectionRow[] }) {
  const t = useWords();
  const isWell = props.troubled.length + props.rejections.length === 0;
  return (
    <Part title="attention">
      {isWell && (
        <p className="well">
          <Icon name="check" size={16} /> {t("allWell")}
        </p>
      )}
      <ul className="lines tall">
        {props.troubled.map((row) => (
          <li key={row.id}>
            <Icon name="alert" size={16} />
            <span>
              <a href={`/journeys/${row.id}/`}>{t("draftProblems", { name: row.name })}</a>
              <span className="muted">{t.count("problems", row.problems)}</span>
            </span>
          </li>
        ))}
        {props.rejections.map((row) => (
          <li key={row.id}>
            <Icon name="x" size={16} />
            <span>
              <strong>{row.type ?? row.source ?? "–"}</strong>
              <span className="muted">
                {t("rejected", { reason: row.detail })} · {ago(row.at, t.language, Date.now())}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** The first quarter of an hour as a list that real facts tick off. */
function Start({ journeys, hasEvent }: { journeys: JourneyRow[]; hasEvent: boolean }) {
  const t = useWords();
  const catalog = useAsked("catalog", api.catalog);
  const messages = useAsked("messages", () => api.messages(null));
  const facts: [WordKey, boolean, string][] = [
    ["startEvent", hasEvent, "/admin/events/event/"],
    ["startAction", (catalog?.actions.length ?? 0) > 0, "/admin/actions/actiondefinition/"],
    ["startDraw", journeys.length > 0, "/journeys/"],
    ["startPublish", journeys.some((row) => row.live_version !== null), "/journeys/"],
    ["startMessage", (messages?.length ?? 0) > 0, "/messages/"],
  ];
  return (
    <Part title="startHere">
      <ol className="ticks">
        {facts.map(([word, isDone, link]) => (
          <li key={word} className={isDone ? "done" : ""}>
            <span className="tick">{isDone && <Icon name="check" size={14} />}</span>
            <a href={link}>{t(word)}</a>
          </li>
        ))}
      </ol>
    </Part>
  );
}
