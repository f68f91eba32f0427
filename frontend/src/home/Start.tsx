import { useRights } from "../events/rights";
import { Icon } from "../ui/Icon";
import { useWords, type WordKey } from "../words";
import type { StartRow } from "./api";
import { Part } from "./HomePage";

const WORDS: Record<StartRow["step"], WordKey> = {
  event: "stepEvent",
  action: "stepAction",
  journey: "stepJourney",
  published: "stepPublished",
  inside: "stepInside",
};
const PLACES: Record<StartRow["step"], string> = {
  event: "/events/",
  action: "/admin/actions/actiondefinition/",
  journey: "/journeys/",
  published: "/journeys/",
  inside: "/people/",
};
const NEEDED: Partial<Record<StartRow["step"], string>> = {
  action: "config.read",
  inside: "people.read",
};

/** The way to a first journey of one's own: five steps that facts tick off. Gone when all are done. */
export function Start({ rows }: { rows: StartRow[] }) {
  const t = useWords();
  const may = useRights();
  const done = rows.filter((row) => row.done).length;
  if (done === rows.length) return null;
  return (
    <Part title="startHere" aside={t("countOf", { n: done, of: rows.length })}>
      <ol className="ticks" data-testid="start">
        {rows.map((row) => {
          const needed = NEEDED[row.step];
          const mayGo = needed === undefined || may(needed);
          return (
            <li key={row.step} className={row.done ? "done" : ""} data-step={row.step}>
              <span className="tick">{row.done && <Icon name="check" size={14} />}</span>
              {mayGo ? <a href={placeOf(row)}>{t(WORDS[row.step])}</a> : t(WORDS[row.step])}
              {row.done && <span className="unseen">{t("stepDone")}</span>}
            </li>
          );
        })}
      </ol>
    </Part>
  );
}

/** Where the step is done; where the first event is done, the event itself. */
function placeOf(row: StartRow): string {
  return row.event ? `/events/?open=e${row.event}` : PLACES[row.step];
}
