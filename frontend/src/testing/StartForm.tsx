import { useEffect, useId, useState } from "react";
import { ApiError } from "../api/client";
import type { CatalogField } from "../api/types";
import { eventName } from "../nodes/names";
import { Field } from "../pane/fields";
import { useCatalog, useDesigner } from "../store/designer";
import { Button, TextInput, Tile } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { type Found, type RecordedEvent, testing } from "./api";
import { DataForm } from "./DataForm";
import { fromLocal, momentWords, toLocal } from "./moments";
import { Segments } from "./Segments";
import { beginning, bodyOf, entryEvent, lacking, type Start, whoOf } from "./start";
import { act, useTesting } from "./store";
import { asData, exampleOf, faultsOf, treeOf } from "./tree";

/** Before it begins: which event, about whom, and when. */
export function StartForm() {
  const t = useWords();
  const catalog = useCatalog();
  const type = useDesigner((now) => entryEvent(now.history.present.graph));
  const error = useTesting((now) => now.error);
  if (type === null) {
    return (
      <>
        <Head subtitle={t("testText")} />
        <div className="pane-body">
          <p className="test-note">{t("testNoEntry")}</p>
        </div>
      </>
    );
  }
  return (
    <>
      <Head subtitle={t("testText")} />
      {error && (
        <p className="test-alert" role="alert">
          <Icon name="alert" size={16} />
          <span>{t("testFailed", { reason: error.message })}</span>
        </p>
      )}
      <Parts key={type} type={type} name={eventName(type, catalog)} />
    </>
  );
}

function Head({ subtitle }: { subtitle: string }) {
  const t = useWords();
  return (
    <header className="pane-head">
      <Tile tone="flow" icon="flask" />
      <div className="pane-title">
        <strong>{t("testTitle")}</strong>
        <span className="muted">{subtitle}</span>
      </div>
    </header>
  );
}

function Parts({ type, name }: { type: string; name: string }) {
  const t = useWords();
  const start = useTesting((now) => now.start);
  const isAsking = useTesting((now) => now.isAsking);
  const events = useRecordedEvents(type);
  const attributes = useAttributes();
  const catalog = useCatalog();
  const [faulty, setFaulty] = useState<Record<string, boolean>>({});
  const fields = treeOf(catalog.events.find((one) => one.key === type)?.fields ?? []);
  const profile = treeOf(attributes ?? []);
  const data = start.data ?? asData(exampleOf(fields));
  const attributesOf = start.profile ?? asData(exampleOf(profile));
  const isTyped = start.kind === "typed";
  const isMade = whoOf(start) === "made";
  const isFaulty =
    (isTyped && (faulty.data || faultsOf(fields, data).length > 0)) ||
    (isMade && (faulty.profile || faultsOf(profile, attributesOf).length > 0));
  const missing = lacking(start);
  const { set } = useTesting.getState();
  const begin = (event: React.FormEvent) => {
    event.preventDefault();
    if (missing || isFaulty) return;
    useTesting.getState().patch({ run: null, answer: null, frames: [], error: null });
    const known: Start = { ...start, data, profile: attributesOf };
    act({ do: "begin", body: bodyOf(known, type) });
  };
  return (
    <form className="test-form" onSubmit={begin}>
      <div className="pane-body">
        <section className="test-part">
          <h3>{t("testWhat", { event: name })}</h3>
          <Segments
            label={t("testWhat", { event: name })}
            value={start.kind}
            options={[
              { value: "recorded", label: t("testRecorded") },
              { value: "typed", label: t("testTyped") },
            ]}
            onChange={(kind) => set({ kind })}
          />
          {isTyped ? (
            <DataForm
              label={t("testData")}
              fields={fields}
              data={data}
              onChange={(next) => set({ data: next })}
              onFault={(is) => setFaulty({ ...faulty, data: is })}
            />
          ) : (
            <RecordedList events={events} />
          )}
        </section>
        <section className="test-part">
          <h3>{t("testWho")}</h3>
          <Who
            profile={
              attributes && (
                <DataForm
                  label={t("profile")}
                  fields={profile}
                  data={attributesOf}
                  onChange={(next) => set({ profile: next })}
                  onFault={(is) => setFaulty({ ...faulty, profile: is })}
                />
              )
            }
          />
        </section>
        <section className="test-part">
          <h3>{t("testWhen")}</h3>
          <When />
        </section>
      </div>
      <div className="test-go">
        {missing && (
          <p className="help">{t(missing === "event" ? "testNeedsEvent" : "testNeedsPerson")}</p>
        )}
        {!missing && isFaulty && <p className="error-text">{t("testFaulty")}</p>}
        <Button
          type="submit"
          look="primary"
          disabled={missing !== null || isFaulty || isAsking}
          data-testid="test-start"
        >
          <Icon name="play" size={15} />
          {t("testStart")}
        </Button>
      </div>
    </form>
  );
}

/** The newest events by which people entered; null until they are known, empty where none may be seen. */
function useRecordedEvents(type: string): RecordedEvent[] | null {
  const [events, setEvents] = useState<RecordedEvent[] | null>(null);
  useEffect(() => {
    let isGone = false;
    const take = (rows: RecordedEvent[]) => {
      if (isGone) return;
      setEvents(rows);
      const { start, set } = useTesting.getState();
      // Another entry event was drawn, or it is the first time: what was typed is of another type.
      if (start.type !== type) set({ type, recorded: rows[0] ?? null, data: null, now: null });
      if (rows.length === 0 && start.kind === "recorded") set({ kind: "typed" });
    };
    testing.events(type).then(take, () => take([]));
    return () => {
      isGone = true;
    };
  }, [type]);
  return events;
}

/** The attributes that a profile may have; none where this user may not see what is declared. */
function useAttributes(): CatalogField[] | null {
  const [attributes, setAttributes] = useState<CatalogField[] | null>(null);
  useEffect(() => {
    testing.attributes().then(setAttributes, () => setAttributes([]));
  }, []);
  return attributes;
}

function RecordedList({ events }: { events: RecordedEvent[] | null }) {
  const t = useWords();
  const name = useId();
  const chosen = useTesting((now) => now.start.recorded?.id);
  const zone = useZone();
  if (events === null) return <p className="muted">{t("loading")}</p>;
  if (events.length === 0) return <p className="test-note">{t("testNoneRecorded")}</p>;
  return (
    <div className="recorded" role="radiogroup" aria-label={t("testRecorded")}>
      {events.map((event) => (
        <label key={event.id} className="recorded-row">
          <input
            type="radio"
            name={name}
            checked={event.id === chosen}
            onChange={() => useTesting.getState().set({ recorded: event, now: null })}
          />
          <span>
            <strong>{event.person}</strong>
            <span className="muted">
              {momentWords(event.at, t.language, zone)} · {event.sentence[t.language]}
            </span>
          </span>
        </label>
      ))}
    </div>
  );
}

/** The clock by which the journey goes. */
export function useZone(): string {
  return useDesigner((now) => now.history.present.graph.settings.timezone);
}

function Who({ profile }: { profile: React.ReactNode }) {
  const t = useWords();
  const start = useTesting((now) => now.start);
  const { set } = useTesting.getState();
  const who = whoOf(start);
  const ofEvent = { value: "event" as const, label: t("testOfEvent") };
  return (
    <>
      <Segments
        label={t("testWho")}
        value={who}
        options={[
          ...(start.kind === "recorded" ? [ofEvent] : []),
          { value: "made", label: t("testMade") },
          { value: "known", label: t("testKnown") },
        ]}
        onChange={(next) => set({ who: next })}
      />
      {who === "event" && (
        <p className="help">
          {start.recorded ? t("testAsKnown", { person: start.recorded.person }) : ""}
        </p>
      )}
      {who === "known" && <PersonSearch />}
      {who === "made" && (
        <>
          <Field label={t("testName")}>
            {(id) => (
              <TextInput
                id={id}
                value={start.name}
                placeholder={t("testSomeone")}
                onChange={(name) => set({ name })}
              />
            )}
          </Field>
          {profile}
        </>
      )}
    </>
  );
}

const PAUSE = 200;

/** People by the beginning of their name; those of whom something was heard last come by themselves. */
function PersonSearch() {
  const t = useWords();
  const person = useTesting((now) => now.start.person);
  const { set } = useTesting.getState();
  const [found, setFound] = useState<Found[] | null>(null);
  const [reason, setReason] = useState("");
  useEffect(() => {
    const asking = new AbortController();
    const timer = setTimeout(() => {
      testing.people(person, asking.signal).then(setFound, (error) => {
        if (!asking.signal.aborted)
          setReason(error instanceof ApiError ? error.message : String(error));
      });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [person]);
  return (
    <>
      <div className="search">
        <Icon name="search" size={16} />
        <input
          value={person}
          aria-label={t("testFind")}
          placeholder={t("testFind")}
          spellCheck={false}
          onChange={(event) => set({ person: event.target.value })}
        />
      </div>
      {reason && <p className="error-text">{t("loadFailed", { reason })}</p>}
      {found?.length === 0 && <p className="help">{t("testNobody")}</p>}
      <ul className="found" aria-label={t("testFound")}>
        {found?.map((one) => (
          <li key={one.person}>
            <button
              type="button"
              aria-pressed={one.person === person}
              onClick={() => set({ person: one.person })}
            >
              <Icon name="user" size={14} />
              {one.person}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** When it begins, by the clock of the journey. */
function When() {
  const t = useWords();
  const start = useTesting((now) => now.start);
  const { set } = useTesting.getState();
  const zone = useZone();
  const chosen = beginning(start);
  const usual = t(start.kind === "recorded" ? "testWhenItCame" : "testNow");
  return (
    <>
      <div className="when">
        <input
          type="datetime-local"
          className="input"
          aria-label={t("testWhen")}
          value={chosen ? toLocal(chosen, zone) : ""}
          onChange={(event) => set({ now: fromLocal(event.target.value, zone) })}
        />
        <Button aria-pressed={start.now === null} onClick={() => set({ now: null })}>
          {usual}
        </Button>
      </div>
      <p className="help">
        {start.now === null && start.kind === "typed" && `${t("testBeginsNow")} `}
        {t("zoneIs", { zone })}
      </p>
    </>
  );
}
