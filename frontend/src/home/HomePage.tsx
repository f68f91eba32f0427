import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { EVERYTHING } from "../events/address";
import { inbox } from "../events/api";
import { useRights } from "../events/rights";
import { Icon, type IconName } from "../ui/Icon";
import { formatNumber, useWords, type WordKey } from "../words";
import { Attention } from "./Attention";
import { type LiveRow, type Overview, overview } from "./api";
import { Latest } from "./Latest";
import { Start } from "./Start";
import { Welcome } from "./Welcome";

const REFRESH = 3_000;
const ASKED = 5;

/** What lives, what needs attention, and where to start: one screen, its empty parts left away. */
export function HomePage({ hotel }: { hotel: string }) {
  const t = useWords();
  const query = useQuery({
    queryKey: ["overview"],
    queryFn: overview,
    refetchInterval: REFRESH,
  });
  const may = useRights();
  return (
    <div className="page front">
      <h1 className="unseen">{t("home")}</h1>
      <Welcome hotel={hotel} canDraw={may("journeys.edit")} />
      {query.isError && (
        <p className="failure" role="alert">
          <Icon name="alert" size={16} />
          <span>{t("loadFailed", { reason: query.error.message })}</span>
        </p>
      )}
      {query.isPending && <p className="muted pad">{t("loading")}</p>}
      {query.data && <Told told={query.data} />}
    </div>
  );
}

function Told({ told }: { told: Overview }) {
  const events = useQuery({
    queryKey: ["latest"],
    queryFn: () => inbox(EVERYTHING, { limit: ASKED }),
    refetchInterval: REFRESH,
  });
  return (
    <>
      <Stats told={told} />
      <div className="home">
        <div>
          <Live rows={told.live} />
          <Latest rows={events.data?.rows ?? []} />
        </div>
        <div>
          <Attention rows={told.attention} now={told.at} />
          <Start rows={told.start} />
        </div>
      </div>
    </>
  );
}

function Stats({ told }: { told: Overview }) {
  const sum = (of: (row: LiveRow) => number) => told.live.reduce((all, row) => all + of(row), 0);
  return (
    <div className="stats">
      <Stat icon="route" word="statLive" value={told.live.length} tone="action" to="/journeys/" />
      <Stat
        icon="user"
        word="statInside"
        value={sum((row) => row.inside)}
        tone="event"
        to="/people/"
      />
      <Stat
        icon="zap"
        word="statEnteredDay"
        value={sum((row) => row.entered_day)}
        tone="flow"
        to="/events/?fate=entered"
      />
      <Stat
        icon="alert"
        word="statAttention"
        value={told.attention.length}
        tone={told.attention.length > 0 ? "wrong" : "end"}
        to="#attention"
      />
    </div>
  );
}

type StatProps = { icon: IconName; word: WordKey; value: number; tone: string; to: string };

function Stat({ icon, word, value, tone, to }: StatProps) {
  const t = useWords();
  return (
    <a className="stat" href={to}>
      <span className={`tile ${tone}`}>
        <Icon name={icon} />
      </span>
      <span>
        <strong>{formatNumber(value, t.language)}</strong>
        <span className="muted">{t(word)}</span>
      </span>
    </a>
  );
}

type PartProps = {
  title: WordKey;
  id?: string;
  link?: string;
  aside?: string;
  children: ReactNode;
};

export function Part({ title, id, link, aside, children }: PartProps) {
  const t = useWords();
  return (
    <section className="part" id={id}>
      <h2>
        {t(title)}
        {aside && <span className="muted">{aside}</span>}
        {link && <a href={link}>{t("seeAll")}</a>}
      </h2>
      {children}
    </section>
  );
}

const SHOWN = 5;

function Live({ rows }: { rows: LiveRow[] }) {
  const t = useWords();
  return (
    <Part title="liveNow" link="/journeys/">
      {rows.length === 0 && <p className="muted">{t("nothingLive")}</p>}
      <ul className="lives">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.journey}>
            <span className={`status ${row.status}`} title={t(row.status)}>
              <span className="dot" />
              <span className="unseen">{t(row.status)}</span>
            </span>
            <a className="row-link" href={`/journeys/${row.journey}/?mode=live`}>
              {row.name}
            </a>
            <span className="event-chip">
              <Icon name="zap" size={14} />
              {row.entry_event}
            </span>
            <span className="lives-number">
              {t("insideNow", { n: formatNumber(row.inside, t.language) })}
            </span>
            <span className="lives-number muted">
              {t("inADay", { n: formatNumber(row.entered_day, t.language) })}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
