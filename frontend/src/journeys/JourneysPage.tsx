import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "../api/client";
import type { JourneyRow, Status } from "../api/types";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { present } from "../ui/present";
import { EventChip, StatusMark } from "../ui/status";
import { ago, formatNumber, useWords } from "../words";
import { type Asked, addressOf, matches, readAddress, STATUSES } from "./filter";

const REFRESH = 5_000;

/** All journeys, one row each. */
export function JourneysPage() {
  const t = useWords();
  const [asked, setAsked] = useState(() => readAddress(location.search));
  const [failure, setFailure] = useState("");
  const query = useQuery({
    queryKey: ["journeys"],
    queryFn: api.journeys,
    refetchInterval: REFRESH,
  });
  const me = useQuery({ queryKey: ["me"], queryFn: api.me });
  const names = useEventNames();
  const all = query.data ?? [];
  const rows = all.filter((row) => matches(row, asked, names));
  useEffect(() => history.replaceState(null, "", addressOf(asked)), [asked]);
  const canEdit = me.data?.rights.includes("journeys.edit") ?? false;
  const open = async (made: Promise<{ id: string }>) => {
    try {
      window.location.assign(`/journeys/${(await made).id}/`);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t("journeys")}</h1>
        <label className="search">
          <Icon name="search" size={16} />
          <input
            type="search"
            value={asked.text}
            placeholder={t("search")}
            aria-label={t("search")}
            data-testid="search"
            onChange={(event) => setAsked({ ...asked, text: event.target.value })}
          />
        </label>
        {(asked.text || asked.status) && (
          <span className="muted" role="status">
            {t("countOf", { n: rows.length, of: all.length })}
          </span>
        )}
        <span className="gap" />
        <Import
          disabled={!canEdit}
          onFile={(document) => open(api.importJourney(document))}
          onFail={setFailure}
        />
        <Button
          look="primary"
          data-testid="new-journey"
          disabled={!canEdit}
          onClick={() => void open(api.createJourney(t("untitled")))}
        >
          <Icon name="plus" size={16} /> {t("newJourney")}
        </Button>
      </header>
      {failure && (
        <p className="error-text" role="alert">
          {failure}
        </p>
      )}
      {query.isPending && <p className="muted">{t("loading")}</p>}
      {query.isError && (
        <p className="error-text" role="alert">
          {t("loadFailed", { reason: query.error.message })}
        </p>
      )}
      {query.isSuccess && all.length === 0 && (
        <div className="nothing">
          <span className="nothing-sign">
            <Icon name="route" size={28} />
          </span>
          <strong>{t("noJourneys")}</strong>
          <p>{t("noJourneysText")}</p>
          <Button
            look="primary"
            disabled={!canEdit}
            onClick={() => void open(api.createJourney(t("untitled")))}
          >
            <Icon name="plus" size={16} /> {t("newJourney")}
          </Button>
        </div>
      )}
      <StatusFilter rows={all} asked={asked} onChange={setAsked} />
      {rows.length > 0 && <Table rows={rows} names={names} />}
      {all.length > 0 && rows.length === 0 && (
        <div className="nothing">
          <span className="nothing-sign">
            <Icon name="search" size={28} />
          </span>
          <strong>
            {asked.text ? t("nothingFound", { text: asked.text }) : t("noneOfStatus")}
          </strong>
          <p>{t("noneOfStatusText")}</p>
          <Button onClick={() => setAsked({ text: "", status: "" })}>{t("clearFilters")}</Button>
        </div>
      )}
    </div>
  );
}

/** Event types have names beside their keys; a journey tells the key. */
function useEventNames(): Map<string, string> {
  const catalog = useQuery({ queryKey: ["catalog"], queryFn: api.catalog, staleTime: 60_000 });
  return new Map((catalog.data?.events ?? []).map((one) => [one.key, one.name]));
}

type StatusProps = { rows: JourneyRow[]; asked: Asked; onChange: (asked: Asked) => void };

/** The statuses that there are, each with how many; nothing to choose where there is one alone. */
function StatusFilter({ rows, asked, onChange }: StatusProps) {
  const t = useWords();
  const count = (status: Status) => rows.filter((row) => row.status === status).length;
  const present = STATUSES.filter((status) => count(status) > 0);
  if (present.length < 2 && !asked.status) return null;
  const choices: ("" | Status)[] = ["", ...present];
  return (
    <fieldset className="statuses" aria-label={t("colStatus")}>
      {choices.map((status) => (
        <button
          key={status}
          type="button"
          aria-pressed={asked.status === status}
          className={`status-choice ${status}`}
          onClick={() => onChange({ ...asked, status })}
        >
          {status && <span className="dot" />}
          {t(status || "allStatuses")}
          <span className="muted">
            {formatNumber(status ? count(status) : rows.length, t.language)}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

type ImportProps = {
  disabled: boolean;
  onFile: (document: unknown) => Promise<void>;
  onFail: (text: string) => void;
};

function Import({ disabled, onFile, onFail }: ImportProps) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    try {
      await onFile(JSON.parse(await file.text()));
    } catch (error) {
      onFail(t("importFailed", { reason: error instanceof Error ? error.message : "" }));
    }
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        data-testid="import-file"
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <Button disabled={disabled} onClick={() => input.current?.click()}>
        {t("importJson")}
      </Button>
    </>
  );
}

function Table({ rows, names }: { rows: JourneyRow[]; names: Map<string, string> }) {
  const t = useWords();
  return (
    <div className="table-box">
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">{t("colName")}</th>
            <th scope="col">{t("colStatus")}</th>
            <th scope="col">{t("colEvent")}</th>
            <th scope="col" className="right">
              {t("colInside")}
            </th>
            <th scope="col" className="right">
              {t("colEntered")}
            </th>
            <th scope="col">{t("colProblems")}</th>
            <th scope="col">{t("colChanged")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} names={names} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function nameOf(key: string | null, names: Map<string, string>): string | null {
  return key && (names.get(key) ?? key);
}

function Row({ row, names }: { row: JourneyRow; names: Map<string, string> }) {
  const t = useWords();
  return (
    <tr data-testid={`journey:${row.id}`}>
      <td>
        <a className="row-link" href={`/journeys/${row.id}/`}>
          {row.name}
        </a>
      </td>
      <td>
        <StatusMark row={row} />
      </td>
      <td>
        <EventChip row={{ ...row, entry_event: nameOf(row.entry_event, names) }} />
      </td>
      <td className="right" data-label={t("colInside")}>
        {formatNumber(row.inside, t.language)}
      </td>
      <td className="right" data-label={t("colEntered")}>
        {formatNumber(row.entered, t.language)}
      </td>
      <td className={row.problems > 0 ? "" : "blank"}>
        {row.problems > 0 ? (
          <span className="problem-count">
            <Icon name="alert" size={14} />
            {t.count("problems", row.problems)}
          </span>
        ) : (
          <span className="muted">–</span>
        )}
      </td>
      <td className="muted">
        {row.updated_by
          ? t("changedBy", {
              when: ago(row.updated_at, t.language, present()),
              who: row.updated_by,
            })
          : ago(row.updated_at, t.language, present())}
      </td>
    </tr>
  );
}
