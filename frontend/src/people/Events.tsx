import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import type { PersonEvent } from "../why/api";
import { Json } from "../why/Json";
import { dayOf, dayText, ownZone, timeText } from "../why/time";
import { useWords } from "../words";
import { grouped } from "./growing";
import type { Paged } from "./Person";

/** What was heard of a person, day by day, each with what became of it. */
export function Events({ page }: { page: Paged<PersonEvent> }) {
  const t = useWords();
  const days = grouped(page.rows, (row) => dayOf(Date.parse(row.at), undefined));
  return (
    <section className="part" aria-label={t("pastEvents")}>
      <h2>
        {t("pastEvents")}
        <span className="part-note">{t("timesOf", { zone: ownZone() })}</span>
      </h2>
      {page.rows.length === 0 && <p className="muted">{t("noEventsOf")}</p>}
      {days.map(([day, rows]) => (
        <div key={day}>
          <h3 className="day">{dayText(rows[0]?.at ?? day, t.language, undefined)}</h3>
          <ol className="heard">
            {rows.map((row) => (
              <Heard key={row.id} event={row} />
            ))}
          </ol>
        </div>
      ))}
      {page.hasMore && (
        <Button onClick={page.more} data-testid="older-events">
          {t("olderEventsOf")}
        </Button>
      )}
    </section>
  );
}

function Heard({ event }: { event: PersonEvent }) {
  const t = useWords();
  const fates = event.fates ?? [];
  return (
    <li className={`event-heard ${event.summary}`} data-testid={`event:${event.id}`}>
      <p className="event-heard-head">
        <span className={`tile small ${event.summary === "noted" ? "end" : "event"}`}>
          <Icon name={event.summary === "noted" ? "send" : "zap"} size={14} />
        </span>
        <strong>{event.type_name ?? event.type}</strong>
        <time className="muted" dateTime={event.at}>
          {timeText(event.at, t.language, undefined)}
        </time>
      </p>
      {fates.length === 0 && <p className="fate-told">{event.sentence[t.language]}</p>}
      {fates.map((fate) => (
        <p key={`${fate.journey} ${fate.code} ${fate.at}`} className="fate-told">
          {fate.sentence[t.language]}
          {fate.run && fate.journey && (
            <a href={`/journeys/${fate.journey}/?run=${fate.run}`}>{t("runOnCanvas")}</a>
          )}
        </p>
      ))}
      {event.data !== undefined && <Json value={event.data} label={t("whyPayload")} />}
    </li>
  );
}
