import { type KeyboardEvent, useState } from "react";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { present } from "../ui/present";
import { useWords } from "../words";
import { addressOf, referenceOf, type View } from "./address";
import type { InboxRow } from "./api";
import { kindOf, startedNothing } from "./kinds";
import { arrival, whole } from "./moments";
import { Sign } from "./Sign";
import type { Following } from "./useInbox";

type Props = { following: Following; view: View; onView: (view: View) => void };

/** The rows, the newest first. Arrows go from row to row; Enter opens one. */
export function List({ following, view, onView }: Props) {
  const t = useWords();
  const { feed, more } = following;
  const [isAsking, setAsking] = useState(false);
  const older = async () => {
    setAsking(true);
    await more();
    setAsking(false);
  };
  return (
    <>
      <ol className="rows" aria-label={t("tabArriving")} onKeyDown={walk}>
        {feed.rows.map((row) => (
          <Row
            key={referenceOf(row)}
            row={row}
            view={view}
            onView={onView}
            isFresh={feed.seen.has(referenceOf(row))}
          />
        ))}
      </ol>
      {feed.next !== null && (
        <p className="older">
          <Button disabled={isAsking} data-testid="older" onClick={() => void older()}>
            {t(isAsking ? "loading" : "olderEvents")}
          </Button>
        </p>
      )}
    </>
  );
}

function walk(event: KeyboardEvent<HTMLOListElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(".row-link")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

type RowProps = {
  row: InboxRow;
  view: View;
  isFresh: boolean;
  onView: (view: View) => void;
};

function Row({ row, view, isFresh, onView }: RowProps) {
  const t = useWords();
  const reference = referenceOf(row);
  const isOpen = view.open === reference;
  const kind = kindOf(row.summary);
  const opened = { ...view, open: reference, why: false };
  return (
    <li
      className={`event-row ${kind} ${isFresh ? "fresh" : ""} ${isOpen ? "open" : ""}`}
      data-row={reference}
      data-testid={`row:${reference}`}
    >
      <Sign kind={kind} />
      <a
        className="row-link"
        href={addressOf(opened)}
        aria-current={isOpen || undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onView(opened);
        }}
      >
        {row.type_name ?? row.type ?? t("noType")}
      </a>
      <span className="event-person">{row.kind === "event" ? keyOf(row.person) : "–"}</span>
      <span className="event-sentence">{row.sentence[t.language]}</span>
      {startedNothing(row) ? (
        <button
          type="button"
          className="event-why"
          onClick={() => onView({ ...opened, why: true })}
          aria-label={t("whyOf", { type: row.type_name ?? row.type ?? "" })}
        >
          {t("whyShort")}
        </button>
      ) : (
        <span />
      )}
      <time dateTime={row.at} title={whole(row.at, t.language)}>
        {arrival(row.at, t.language, present())}
      </time>
      <Icon name="right" size={16} />
    </li>
  );
}

/** The person without the namespace, which all of a list mostly share. */
function keyOf(person: string): string {
  return person.slice(person.indexOf("/") + 1);
}
