import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { openAt } from "../designer/modes";
import { clearMarks, setMarks } from "../overlay/marks";
import { getDocument, useDesigner, useDocument } from "../store/designer";
import { Button, IconButton } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { RunStatusMark } from "../ui/status";
import { useWords, type WordKey } from "../words";
import { peopleApi, type Why } from "./api";
import { Honest } from "./Honest";
import { marksOf } from "./marks";
import { RunButtons } from "./RunButtons";
import { Stands } from "./Stands";
import { Story } from "./Story";
import { chapters, type Entry, entriesIn, entryOf, neighbour, zoneOf } from "./story";
import { type Clock, ownZone } from "./time";
import { useWhy } from "./useWhy";

/** Beside the canvas: why a person went the way that is lit. */
export function WhyPane({ run }: { run: string }) {
  const t = useWords();
  const { why, error, again } = useWhy(run);
  return (
    <aside className="pane why-pane" aria-label={t("whyTitle")} data-testid="why-pane">
      <Head why={why} />
      <div className="pane-body">
        {!why && !error && <p className="muted">{t("loading")}</p>}
        {error && (
          <div className="failure" role="alert">
            <p>
              {REFUSED[error.status]
                ? t(REFUSED[error.status] as WordKey)
                : t("loadFailed", { reason: error.message })}
            </p>
            {!REFUSED[error.status] && <Button onClick={again}>{t("tryAgain")}</Button>}
          </div>
        )}
        {why && <Told why={why} again={again} />}
      </div>
    </aside>
  );
}

/** Answers that asking again would not change. */
const REFUSED: Record<number, WordKey> = {
  401: "signedOutPeople",
  403: "mayNotSeePeople",
  404: "runGone",
};

function Head({ why }: { why: Why | null }) {
  const t = useWords();
  const name = useName(why?.run.person);
  return (
    <header className="pane-head">
      <span className="person-sign">
        <Icon name="user" size={18} />
      </span>
      <div className="pane-title">
        {why ? (
          <a
            className="why-person"
            href={`/people/?person=${encodeURIComponent(why.run.person)}&run=${why.run.id}`}
          >
            {name ?? keyOf(why.run.person)}
          </a>
        ) : (
          <strong>{t("whyTitle")}</strong>
        )}
        <span className="muted">
          {why && (name ? `${keyOf(why.run.person)} · ` : "")}
          {why && t("whyVersion", { journey: why.run.journey_name ?? "", n: why.run.version })}
        </span>
      </div>
      <IconButton icon="x" label={t("closeWhy")} onClick={leave} />
    </header>
  );
}

/** What the person is called, where the profile tells it. */
function useName(person: string | undefined): string | null {
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    if (!person) return;
    const stop = new AbortController();
    peopleApi.find(person, stop.signal).then(
      (found) => setName(found.find((row) => row.person === person)?.name ?? null),
      () => {}, // The id stands there as well.
    );
    return () => stop.abort();
  }, [person]);
  return name;
}

function keyOf(person: string): string {
  return person.slice(person.indexOf("/") + 1);
}

/** Back to the numbers of the version. */
function leave(): void {
  const { version } = useDesigner.getState();
  void openAt({ mode: "live", version, run: null, step: null });
}

function Told({ why, again }: { why: Why; again: () => void }) {
  const t = useWords();
  const canPublish = useDesigner((now) => now.canPublish);
  const zone = zoneOf(why);
  const clock = useMemo<Clock>(() => ({ zone, now: Date.parse(why.now) }), [zone, why.now]);
  const told = useMemo(() => chapters(why), [why]);
  const entries = useMemo(() => entriesIn(told).filter((entry) => entry.node), [told]);
  const { chosen, choose } = useChoice(entries);
  useMarksOf(why, clock);
  return (
    <>
      <p className="run-status">
        <RunStatusMark run={{ ...why.run, wake_at: null }} />
      </p>
      <Stands why={why} clock={clock} />
      <RunButtons why={why} canPublish={canPublish} onDone={again} />
      <Honest why={why} />
      <h2 className="story-title">
        {t("whatHappened")}
        <span className="muted">{t("timesOf", { zone: zone ?? ownZone() })}</span>
      </h2>
      <Story told={told} clock={clock} choosing={{ chosen, choose }} />
    </>
  );
}

/** The path is lit as long as the pane is open. */
function useMarksOf(why: Why, clock: Clock): void {
  const t = useWords();
  const graph = useDocument().graph;
  const before = useRef("");
  useEffect(() => {
    const marks = marksOf(why, graph, t, clock);
    const text = JSON.stringify(marks);
    if (text !== before.current) setMarks(marks);
    before.current = text;
  }, [why, graph, t, clock]);
  useEffect(
    () => () => {
      before.current = "";
      clearMarks();
    },
    [],
  );
}

/** The chosen row: its card is selected on the canvas, and the card that is selected there chooses. */
function useChoice(entries: Entry[]) {
  const [chosen, setChosen] = useState<string | null>(null);
  const selection = useDesigner((now) => now.selection);
  const card = selection.length === 1 ? (selection[0] ?? null) : null;
  const choose = useCallback((entry: Entry) => {
    setChosen(entry.id);
    if (entry.card && getDocument().graph.nodes[entry.card]) {
      useDesigner.getState().select([entry.card]);
    }
  }, []);
  useEffect(() => {
    setChosen((now) => {
      if (card === null) return null;
      const own = entries.find((entry) => entry.id === now);
      return own?.card === card ? now : (entryOf(entries, card)?.id ?? null);
    });
  }, [card, entries]);
  useArrows(entries, chosen, choose);
  return { chosen, choose };
}

/** Up and down move along the story, wherever the focus is; Escape leaves. */
function useArrows(entries: Entry[], chosen: string | null, choose: (entry: Entry) => void): void {
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) {
        return;
      }
      const by = BY[event.key];
      const next = by === undefined ? undefined : neighbour(entries, chosen, by);
      if (next) {
        choose(next);
        focusRow(next.id);
      } else if (event.key === "Escape") leave();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", down, true);
    return () => window.removeEventListener("keydown", down, true);
  }, [entries, chosen, choose]);
}

const BY: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Where the keys mean something else: a field, a dialog, a menu, a text that scrolls. */
function isBusy(event: KeyboardEvent): boolean {
  const { overlay, menu, quickAdd } = useDesigner.getState();
  if (overlay || menu || quickAdd) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  const isOutside = target.closest(
    ".react-flow__minimap, .popover, dialog, pre, [role='alertdialog']",
  );
  return Boolean(isOutside) || target.matches("input, select, textarea, [contenteditable]");
}

function focusRow(id: string): void {
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`);
    row?.focus({ preventScroll: true });
  });
}
