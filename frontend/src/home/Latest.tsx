import { referenceOf } from "../events/address";
import type { InboxRow } from "../events/api";
import { kindOf } from "../events/kinds";
import { arrival } from "../events/moments";
import { Sign } from "../events/Sign";
import { useWords } from "../words";
import { Part } from "./HomePage";

/** The newest events, each with what became of it. */
export function Latest({ rows }: { rows: InboxRow[] }) {
  const t = useWords();
  if (rows.length === 0) return null;
  return (
    <Part title="latestEvents" link="/events/">
      <ul className="latest">
        {rows.map((row) => (
          <li key={referenceOf(row)} className={kindOf(row.summary)}>
            <Sign kind={kindOf(row.summary)} />
            <a className="row-link" href={`/events/?open=${referenceOf(row)}`}>
              {row.type_name ?? row.type ?? t("noType")}
            </a>
            <span className="event-sentence">{row.sentence[t.language]}</span>
            <time className="muted" dateTime={row.at}>
              {arrival(row.at, t.language, Date.now())}
            </time>
          </li>
        ))}
      </ul>
    </Part>
  );
}
