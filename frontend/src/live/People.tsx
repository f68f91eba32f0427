import { useEffect, useRef, useState } from "react";
import { ApiError } from "../api/client";
import { addressOf, openAt } from "../designer/modes";
import type { Step } from "../graph/types";
import { nameOf, portLabel } from "../nodes";
import { useCatalog, useDesigner } from "../store/designer";
import { Button, Dialog, IconButton } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { present } from "../ui/present";
import { ago, momentText, type Translate, useWords, words } from "../words";
import { type Behind, endRun, type PersonBehind, retryRun, type What } from "./api";
import { useBehind } from "./behind";
import { refreshNumbers } from "./LiveFeed";
import { numberText } from "./Numbers";
import { leaveList, useNumbers } from "./numbers";

type Asking = { retry: PersonBehind[] } | { end: PersonBehind } | null;
/** How long until what was asked for has happened, usually. */
const MOMENT = 700;
const PATIENCE = 6_000;

/** The people behind a number: who, since when, and what can be done for them. */
export function People({ behind, step }: { behind: Behind; step: Step }) {
  const t = useWords();
  const journey = useDesigner((now) => now.journey?.id ?? "");
  const version = useDesigner((now) => now.version ?? 0);
  const count = useNumbers((now) => numberOf(now.told?.nodes[behind.node], behind));
  const list = useBehind(journey, version, behind, count);
  const [asking, setAsking] = useState<Asking>(null);
  const asked = useAsked(list.reload);
  const rows = list.rows ?? [];
  return (
    <>
      <PeopleHead behind={behind} step={step} count={count} />
      <div className="pane-body people-body">
        {behind.what === "failed" && rows.length > 0 && (
          <RetryAll rows={rows} asked={asked.runs} onAsk={() => setAsking({ retry: rows })} />
        )}
        <ListState list={list} count={count} />
        <ul className="behind" aria-busy={list.isBusy}>
          {rows.map((row) => (
            <Person
              key={row.run}
              row={row}
              step={step}
              what={behind.what}
              isAsked={asked.runs.has(row.run)}
              onRetry={() => void asked.retry([row])}
              onEnd={() => setAsking({ end: row })}
            />
          ))}
        </ul>
        {list.next !== null && (
          <Button data-testid="more-people" disabled={list.isBusy} onClick={list.more}>
            {t("showMore")}
          </Button>
        )}
      </div>
      {asking && (
        <Confirm
          asking={asking}
          step={step}
          onClose={() => setAsking(null)}
          onDo={() => {
            setAsking(null);
            if ("end" in asking) void asked.end(asking.end);
            else void asked.retry(asking.retry);
          }}
        />
      )}
    </>
  );
}

function numberOf(
  own: ({ [W in What]: number } & { ports: Record<string, number> }) | undefined,
  { what, port }: Behind,
): number | undefined {
  return port === null ? own?.[what] : own?.ports[port];
}

function PeopleHead(props: { behind: Behind; step: Step; count: number | undefined }) {
  const t = useWords();
  const catalog = useCatalog();
  const back = useRef<HTMLButtonElement>(null);
  const { what, port } = props.behind;
  const name = nameOf(props.step, t);
  // Who opened the list by keyboard is in it then; Escape leads back.
  useEffect(() => back.current?.focus({ preventScroll: true }), []);
  const number = props.count === undefined ? "" : numberText(what, props.count, t);
  return (
    <header className="pane-head">
      <button
        ref={back}
        type="button"
        className="icon-button"
        title={t("backToStep", { name })}
        aria-label={t("backToStep", { name })}
        data-testid="back-to-step"
        onClick={() => leaveList()}
      >
        <Icon name="left" size={18} />
      </button>
      <div className="pane-title" aria-live="polite">
        <strong data-testid="people-title">{number}</strong>
        <span className="muted">
          {name}
          {port !== null && ` · ${t("byWay", { port: portLabel(props.step, port, t, catalog) })}`}
        </span>
      </div>
      <IconButton
        icon="x"
        label={t("close")}
        onClick={() => useDesigner.getState().patch({ paneOpen: false })}
      />
    </header>
  );
}

function ListState({
  list,
  count,
}: {
  list: ReturnType<typeof useBehind>;
  count?: number | undefined;
}) {
  const t = useWords();
  if (list.error) {
    const { error } = list;
    const isRefused = error instanceof ApiError && error.status === 403;
    const reason = error instanceof Error ? error.message : String(error);
    return (
      <div className="nobody" role="alert">
        <p>{isRefused ? t("noPeopleRight") : t("loadFailed", { reason })}</p>
        {!isRefused && <Button onClick={list.reload}>{t("tryAgain")}</Button>}
      </div>
    );
  }
  if (list.rows === null) return <p className="muted">{t("loading")}</p>;
  if (list.rows.length > 0 || list.next !== null) return null;
  return (
    <div className="nobody">
      <strong>{t(count === 0 ? "nobodyBehindZero" : "nobodyBehind")}</strong>
      {count !== 0 && <p>{t("nobodyBehindText")}</p>}
    </div>
  );
}

type RetryAllProps = { rows: PersonBehind[]; asked: Set<string>; onAsk: () => void };

function RetryAll({ rows, asked, onAsk }: RetryAllProps) {
  const t = useWords();
  const canPublish = useDesigner((now) => now.canPublish);
  const open = rows.filter((row) => !asked.has(row.run)).length;
  return (
    <Button
      className="retry-all"
      data-testid="retry-all"
      disabled={!canPublish || open === 0}
      title={canPublish ? undefined : t("needsPublish")}
      onClick={onAsk}
    >
      <Icon name="redo" size={16} />
      {t.count("retryAll", open)}
    </Button>
  );
}

type PersonProps = {
  row: PersonBehind;
  step: Step;
  what: What;
  isAsked: boolean;
  onRetry: () => void;
  onEnd: () => void;
};

function Person({ row, step, what, isAsked, onRetry, onEnd }: PersonProps) {
  const t = useWords();
  const catalog = useCatalog();
  const canPublish = useDesigner((now) => now.canPublish);
  const why = canPublish ? undefined : t("needsPublish");
  const facts = factsOf(row, what, t);
  if (row.port && row.port !== "next" && what === "passed") {
    facts.push(t("tookWay", { port: portLabel(step, row.port, t, catalog) }));
  }
  const error = row.error && what === "failed" ? errorText(row.error, t) : "";
  return (
    <li className="person" data-testid={`behind:${row.person}`}>
      <a className="person-name" href={`/people/?person=${encodeURIComponent(row.person)}`}>
        {row.person}
      </a>
      {facts.length > 0 && <span className="help">{facts.join(" · ")}</span>}
      {error && <p className="error-text">{error}</p>}
      <span className="person-do">
        <WayLink row={row} />
        {what === "failed" && !isAsked && (
          <Button
            look="quiet"
            disabled={!canPublish}
            title={why}
            aria-label={t("retryOf", { person: row.person })}
            data-testid={`retry:${row.person}`}
            onClick={onRetry}
          >
            {t("retryOne")}
          </Button>
        )}
        {what === "inside" && !isAsked && (
          <Button
            look="quiet"
            className="bad"
            disabled={!canPublish}
            title={why}
            aria-label={t("endOf", { person: row.person })}
            data-testid={`end:${row.person}`}
            onClick={onEnd}
          >
            {t("endOne")}
          </Button>
        )}
        {isAsked && (
          <span className="muted">{t(what === "failed" ? "retryAsked" : "endAsked")}</span>
        )}
      </span>
    </li>
  );
}

/** Leads to the same canvas with the person's way lit. */
function WayLink({ row }: { row: PersonBehind }) {
  const t = useWords();
  const version = useDesigner((now) => now.version);
  const place = { mode: "live" as const, version, run: row.run };
  return (
    <a
      className="button quiet"
      href={addressOf(place)}
      aria-label={t("seeWayOf", { person: row.person })}
      data-testid={`way:${row.person}`}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void openAt({ ...place, step: null });
      }}
    >
      <Icon name="route" size={16} />
      {t("seeWay")}
    </a>
  );
}

const SINCE = {
  inside: "sinceWhen",
  passed: "passedWhen",
  left: "leftWhen",
  failed: "failedWhen",
} as const;

function factsOf(row: PersonBehind, what: What, t: Translate): string[] {
  const facts: string[] = [];
  const since = row.since ?? row.entered_at;
  if (since) facts.push(t(SINCE[what], { when: ago(since, t.language, present()) }));
  if (what === "inside" && row.until) {
    facts.push(t("untilWhen", { moment: momentText(row.until, t.language) }));
  }
  if (what === "left") facts.push(t(row.status === "stopped" ? "run_stopped" : "run_finished"));
  return facts;
}

function errorText(error: NonNullable<PersonBehind["error"]>, t: Translate): string {
  return error.words?.[t.language] ?? error.message ?? error.code ?? t("error");
}

type ConfirmProps = {
  asking: NonNullable<Asking>;
  step: Step;
  onClose: () => void;
  onDo: () => void;
};

/** Says what will happen, before it does. */
function Confirm({ asking, step, onClose, onDo }: ConfirmProps) {
  const t = useWords();
  const name = nameOf(step, t);
  const isEnd = "end" in asking;
  const person = isEnd ? asking.end.person : "";
  const count = isEnd ? 1 : asking.retry.length;
  const title = isEnd ? t("endTitle", { person }) : t.count("retryTitle", count);
  return (
    <Dialog
      title={title}
      closeLabel={t("close")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look={isEnd ? "danger" : "primary"} data-testid="confirm" onClick={onDo}>
            {isEnd ? t("endDo") : t.count("retryAll", count)}
          </Button>
        </>
      }
    >
      <p>{isEnd ? t("endText", { person, name }) : t("retryText", { name })}</p>
    </Dialog>
  );
}

/** What was asked for and is happening; says what came of it. */
function useAsked(reload: () => void) {
  const [runs, setRuns] = useState<Set<string>>(new Set());
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const ask = async (rows: PersonBehind[], act: (run: string) => Promise<unknown>) => {
    setRuns((before) => new Set([...before, ...rows.map((row) => row.run)]));
    const failures: string[] = [];
    for (const row of rows) {
      try {
        await act(row.run);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    const look = () => {
      refreshNumbers();
      if (isHere.current) reload();
    };
    setTimeout(look, MOMENT);
    setTimeout(() => {
      look();
      if (isHere.current) setRuns(new Set());
    }, PATIENCE);
    return failures;
  };
  const retry = async (rows: PersonBehind[]) => {
    const failures = await ask(rows, retryRun);
    const done = rows.length - failures.length;
    const { say } = useDesigner.getState();
    if (failures[0] === undefined) say(words().count("retried", done));
    else {
      const params = { n: failures.length, of: rows.length, reason: failures[0] };
      say(words()("notRetried", params));
    }
  };
  const end = async (row: PersonBehind) => {
    const [failure] = await ask([row], endRun);
    if (failure) useDesigner.getState().say(words()("loadFailed", { reason: failure }));
  };
  return { runs, retry, end };
}
