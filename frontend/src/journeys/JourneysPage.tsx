import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api } from "../api/client";
import type { JourneyRow } from "../api/types";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { EventChip, StatusMark } from "../ui/status";
import { ago, formatNumber, useWords } from "../words";

const REFRESH = 5_000;

/** All journeys, one row each. */
export function JourneysPage() {
  const t = useWords();
  const [text, setText] = useState("");
  const [failure, setFailure] = useState("");
  const query = useQuery({
    queryKey: ["journeys"],
    queryFn: api.journeys,
    refetchInterval: REFRESH,
  });
  const me = useQuery({ queryKey: ["me"], queryFn: api.me });
  const all = query.data ?? [];
  const rows = all.filter((row) => matches(row, text));
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
            value={text}
            placeholder={t("search")}
            aria-label={t("search")}
            data-testid="search"
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {text && <span className="muted">{t("countOf", { n: rows.length, of: all.length })}</span>}
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
        </div>
      )}
      {all.length > 0 && <Table rows={rows} />}
    </div>
  );
}

function matches(row: JourneyRow, text: string): boolean {
  const own = `${row.name} ${row.entry_event ?? ""}`.normalize("NFKD").toLowerCase();
  return own.includes(text.trim().normalize("NFKD").toLowerCase());
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

function Table({ rows }: { rows: JourneyRow[] }) {
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
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: JourneyRow }) {
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
        <EventChip row={row} />
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
              when: ago(row.updated_at, t.language, Date.now()),
              who: row.updated_by,
            })
          : ago(row.updated_at, t.language, Date.now())}
      </td>
    </tr>
  );
}
