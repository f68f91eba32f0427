import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { IconButton } from "../ui/controls";
import { useWords } from "../words";
import { referenceOf, type View } from "./address";
import { type Accepted, concern, type InboxRow, type Refused, refused } from "./api";
import { Copy } from "./Copy";
import { Fates } from "./Fates";
import { printed } from "./json";
import { kindOf } from "./kinds";
import { Mend } from "./Mend";
import { whole } from "./moments";
import { useRights } from "./rights";
import { SendAgain } from "./SendAgain";
import { Sign } from "./Sign";
import { WhyNothing } from "./WhyNothing";

type Props = {
  view: View;
  rows: InboxRow[];
  canReplay: boolean;
  onView: (view: View) => void;
  onClose: () => void;
  onSent: () => void;
};

/** Everything about one row, beside the list; on a phone over it. */
export function Detail(props: Props) {
  const { view, rows, onClose } = props;
  const t = useWords();
  const box = useRef<HTMLElement>(null);
  const row = useRow(view, rows);
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) onClose();
    };
    document.addEventListener("keydown", onEscape);
    return () => document.removeEventListener("keydown", onEscape);
  }, [onClose]);
  return (
    <aside
      ref={box}
      className="detail"
      aria-label={t("eventDetail")}
      tabIndex={-1}
      data-testid="detail"
    >
      {row.found ? (
        <Told {...props} row={row.found} />
      ) : (
        <header>
          <p className={row.isGone ? "error-text" : "muted"}>
            {t(row.isGone ? "eventGone" : "loading")}
          </p>
          <IconButton icon="x" label={t("closeDetail")} onClick={onClose} />
        </header>
      )}
    </aside>
  );
}

/** The open row: of an event as the server tells it now, for its fate may be younger than the list. */
function useRow(view: View, rows: InboxRow[]): { found: InboxRow | null; isGone: boolean } {
  const id = view.open.slice(1);
  const isEvent = view.open.startsWith("e");
  const listed = rows.find((row) => referenceOf(row) === view.open) ?? null;
  const event = useConcern(isEvent ? id : null);
  const refusal = useQuery({
    queryKey: ["refused", id],
    queryFn: () => refused(id),
    enabled: !isEvent && listed === null,
    retry: false,
  });
  const asked = isEvent ? event : refusal;
  const found = isEvent ? (event.data?.event ?? listed) : (listed ?? refusal.data ?? null);
  return { found, isGone: asked.isError || (asked.isSuccess && found === null) };
}

/** What each live journey made of an event; asked again while it waits for its turn. */
export function useConcern(id: string | null) {
  return useQuery({
    queryKey: ["concern", id],
    queryFn: () => concern(id ?? ""),
    enabled: id !== null,
    retry: false,
    refetchInterval: (query) => {
      const summary = query.state.data?.event.summary;
      return summary === "waiting" || summary === "queued" ? 1_000 : false;
    },
  });
}

function Told(props: Props & { row: InboxRow }) {
  const { row, view, onView, onClose } = props;
  const t = useWords();
  const kind = kindOf(row.summary);
  return (
    <>
      <header>
        <Sign kind={kind} />
        <div>
          <h2>{row.type_name ?? row.type ?? t("noType")}</h2>
          <p className={`event-sentence ${kind}`} data-testid="detail-sentence">
            {row.sentence[t.language]}
          </p>
        </div>
        <IconButton icon="x" label={t("closeDetail")} onClick={onClose} />
      </header>
      <div className="detail-body">
        {row.kind === "event" ? (
          <AcceptedTold {...props} row={row} />
        ) : (
          <Mend
            row={row}
            canReplay={props.canReplay}
            onSent={props.onSent}
            onOpen={(id) => onView({ ...view, open: `e${id}`, why: false })}
          >
            <Facts row={row} />
          </Mend>
        )}
      </div>
    </>
  );
}

function AcceptedTold(props: Props & { row: Accepted }) {
  const { row, view, onView } = props;
  const text = printed(row.data);
  const t = useWords();
  return (
    <>
      <Facts row={row} />
      <Fates fates={row.fates} person={row.person} />
      <WhyNothing
        row={row}
        isOpen={view.why}
        onToggle={() => onView({ ...view, why: !view.why })}
      />
      {row.can_replay && (
        <SendAgain
          id={row.id}
          canReplay={props.canReplay}
          onSent={props.onSent}
          onOpen={(id) => onView({ ...view, open: `e${id}`, why: false })}
        />
      )}
      <section>
        <h3>
          {t("payload")} <Copy text={text} look="quiet" />
        </h3>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
        <pre className="command" data-testid="payload" tabIndex={0}>
          {text}
        </pre>
      </section>
    </>
  );
}

/** Ids and times. */
function Facts({ row }: { row: Accepted | Refused }) {
  const t = useWords();
  const may = useRights();
  return (
    <dl className="facts">
      {row.kind === "event" && (
        <>
          <dt>{t("colPerson")}</dt>
          <dd>
            {may("people.read") ? (
              <a href={`/people/?person=${encodeURIComponent(row.person)}`}>{row.person}</a>
            ) : (
              row.person
            )}
          </dd>
        </>
      )}
      <dt>{t("filterType")}</dt>
      <dd>
        {row.type && row.kind === "event" && may("config.read") ? (
          <a href={`/admin/events/eventtype/?q=${encodeURIComponent(row.type)}`}>
            <code>{row.type}</code>
          </a>
        ) : (
          <code>{row.type ?? "–"}</code>
        )}
      </dd>
      <dt>{t("filterSource")}</dt>
      <dd>{row.source ?? t(row.summary === "noted" ? "bySystem" : "unknownSource")}</dd>
      <dt>{t("receivedAt")}</dt>
      <dd>
        <time dateTime={row.at}>{whole(row.at, t.language)}</time>
      </dd>
      {row.kind === "event" && (
        <>
          <dt>{t("occurredAt")}</dt>
          <dd>
            <time dateTime={row.occurred_at}>{whole(row.occurred_at, t.language)}</time>
          </dd>
          <dt>{t("eventId")}</dt>
          <dd>
            <code>{row.event_id}</code>
          </dd>
          {row.event_id !== row.id && (
            <>
              <dt>{t("eventNumber")}</dt>
              <dd>
                <code>{row.id}</code>
              </dd>
            </>
          )}
        </>
      )}
    </dl>
  );
}
