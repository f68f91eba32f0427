import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { addressOf, EVERYTHING, isFiltered, readAddress, sameFilters, type View } from "./address";
import { Detail } from "./Detail";
import { FilterBar } from "./FilterBar";
import { List } from "./List";
import { clock } from "./moments";
import { NothingYet } from "./NothingYet";
import { useRights } from "./rights";
import { type Following, useInbox } from "./useInbox";

/** Events as they arrive, each with what became of it; one of them open beside the list. */
export function EventsPage({ curl }: { curl: string }) {
  const t = useWords();
  const [view, go] = useView();
  const following = useInbox(view);
  const { feed, isLoaded, failure } = following;
  const may = useRights();
  const isEmpty = isLoaded && feed.rows.length === 0 && feed.next === null;
  const close = () => {
    const opened = view.open;
    go({ ...view, open: "", why: false });
    document.querySelector<HTMLElement>(`[data-row="${opened}"] .row-link`)?.focus();
  };
  return (
    <div className={`page events ${view.open ? "has-detail" : ""}`}>
      <header className="page-head">
        <h1>{t("eventsTitle")}</h1>
        <span className="gap" />
        <Listening following={following} />
      </header>
      <Tabs canConfigure={may("config.read")} />
      <FilterBar
        filters={view}
        canReadSources={may("config.read")}
        onChange={(filters) => go({ ...view, ...filters, open: "", why: false })}
      />
      {failure && (
        <p className="failure" role="alert">
          <Icon name="alert" size={16} />
          <span>
            {failure.status === 401
              ? t("inboxSignedOut")
              : t("inboxFailed", { reason: failure.message })}
          </span>
          {failure.status === 401 && <a href={signIn()}>{t("signInAgain")}</a>}
        </p>
      )}
      <div className="inbox">
        <div className="inbox-list">
          {!isLoaded && !failure && <p className="muted pad">{t("loading")}</p>}
          {isEmpty && !isFiltered(view) && <NothingYet curl={curl} />}
          {isEmpty && isFiltered(view) && (
            <NothingMatches onClear={() => go({ ...view, ...EVERYTHING })} />
          )}
          {isLoaded && !isEmpty && <List following={following} view={view} onView={go} />}
        </div>
        {view.open && (
          <Detail
            key={view.open}
            view={view}
            rows={feed.rows}
            canReplay={may("people.write")}
            onView={go}
            onClose={close}
            onSent={following.askNow}
          />
        )}
      </div>
    </div>
  );
}

/** The view, and going to another one: each is an address of its own. */
function useView(): [View, (next: View) => void] {
  const [view, setView] = useState(() => readAddress(location.search));
  const shown = useRef(view);
  useEffect(() => {
    const onBack = () => {
      shown.current = readAddress(location.search);
      setView(shown.current);
    };
    window.addEventListener("popstate", onBack);
    return () => window.removeEventListener("popstate", onBack);
  }, []);
  const go = useCallback((next: View) => {
    const before = shown.current;
    shown.current = next;
    // Going from row to row is no step back; opening one and filtering is.
    const isStep = !sameFilters(before, next) || (before.open === "") !== (next.open === "");
    if (isStep) history.pushState(null, "", addressOf(next));
    else history.replaceState(null, "", addressOf(next));
    setView(next);
  }, []);
  return [view, go];
}

function signIn(): string {
  return `/sign-in/?next=${encodeURIComponent(location.pathname + location.search)}`;
}

function Listening({ following }: { following: Following }) {
  const t = useWords();
  const { isPaused, failure, asOf, setPaused } = following;
  const state = isPaused ? "paused" : failure ? "off" : "on";
  const word = { paused: "isPaused", off: "notListening", on: "listening" } as const;
  return (
    <div className="listening-bar">
      <span className={`listening ${state}`} role="status">
        <span className="pulse" />
        {t(word[state])}
      </span>
      {asOf !== null && (
        <span className="muted as-of">{t("inboxAsOf", { time: clock(asOf, t.language) })}</span>
      )}
      <Button aria-pressed={isPaused} data-testid="pause" onClick={() => setPaused(!isPaused)}>
        <Icon name={isPaused ? "right" : "pause"} size={16} />
        {t(isPaused ? "goOnListening" : "pauseListening")}
      </Button>
    </div>
  );
}

function Tabs({ canConfigure }: { canConfigure: boolean }) {
  const t = useWords();
  return (
    <nav className="tabs" aria-label={t("eventsTitle")}>
      <a href="/events/" aria-current="page">
        {t("tabArriving")}
      </a>
      {canConfigure && <a href="/admin/events/eventtype/">{t("tabTypes")}</a>}
      {canConfigure && <a href="/admin/events/source/">{t("tabSources")}</a>}
    </nav>
  );
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  const t = useWords();
  return (
    <div className="nothing">
      <span className="nothing-sign">
        <Icon name="search" size={28} />
      </span>
      <strong>{t("noEventMatches")}</strong>
      <p>{t("noEventMatchesText")}</p>
      <Button onClick={onClear}>{t("clearFilters")}</Button>
    </div>
  );
}
