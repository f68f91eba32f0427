import { useWords } from "../words";
import type { Fate } from "./api";
import { kindOfFate } from "./kinds";
import { clock } from "./moments";
import { useRights } from "./rights";
import { Sign } from "./Sign";

/** What the event meant to each journey that it concerned, with ways to the run and the canvas. */
export function Fates({ fates, person }: { fates: Fate[]; person: string }) {
  const t = useWords();
  const told = fates.filter((fate) => fate.journey !== null);
  // One that led to no run says what the sentence above says already.
  if (!told.some((fate) => fate.run) && told.length < 2) return null;
  return (
    <section data-testid="fates">
      <h3>{t("whatBecame")}</h3>
      <ul className="fates">
        {told.map((fate) => (
          <li key={`${fate.journey} ${fate.at} ${fate.code} ${fate.run}`}>
            <Sign kind={kindOfFate(fate.code)} />
            <div>
              <p>
                {fate.sentence[t.language]}
                {fate.later && <span className="muted"> {t("judgedLater")}</span>}
              </p>
              {fate.node_name && (
                <p className="muted">{t("stoodThen", { step: fate.node_name })}</p>
              )}
              <FateLinks fate={fate} person={person} />
            </div>
            <time className="muted" dateTime={fate.at}>
              {clock(fate.at, t.language)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function FateLinks({ fate, person }: { fate: Fate; person: string }) {
  const t = useWords();
  const may = useRights();
  const run = fate.run ? `run=${fate.run}` : "";
  return (
    <p className="links">
      {run && may("people.read") && (
        <a href={`/people/?person=${encodeURIComponent(person)}&${run}`}>{t("seeRun")}</a>
      )}
      <a href={`/journeys/${fate.journey}/${run ? `?${run}` : ""}`}>
        {t(run ? "seeOnCanvas" : "openJourney")}
      </a>
    </p>
  );
}
