import { useEffect, useRef } from "react";
import { Icon } from "../ui/Icon";
import { present } from "../ui/present";
import type { ExpressionTold } from "../why/api";
import { Expression } from "../why/Expression";
import { ownZone } from "../why/time";
import { useWords } from "../words";
import type { Accepted, Concerned } from "./api";
import { useConcern } from "./Detail";
import { FateLinks } from "./Fates";
import { kindOfFate, startedNothing } from "./kinds";
import { Sign } from "./Sign";

type Props = { row: Accepted; isOpen: boolean; onToggle: () => void };

/** The answer of every live journey, in one click. */
export function WhyNothing({ row, isOpen, onToggle }: Props) {
  const t = useWords();
  const box = useRef<HTMLElement>(null);
  const found = useConcern(isOpen ? row.id : null);
  useEffect(() => {
    if (isOpen) box.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <section ref={box} className="why">
      <button
        type="button"
        className="why-button"
        aria-expanded={isOpen}
        data-testid="why"
        onClick={onToggle}
      >
        <Icon name={isOpen ? "down" : "right"} size={16} />
        {t(startedNothing(row) ? "whyNothing" : "whatEach")}
      </button>
      {isOpen && found.isPending && <p className="muted">{t("loading")}</p>}
      {isOpen && found.isError && (
        <p className="error-text" role="alert">
          {t("loadFailed", { reason: found.error.message })}
        </p>
      )}
      {isOpen && found.data && <Answers journeys={found.data.journeys} person={row.person} />}
    </section>
  );
}

function Answers({ journeys, person }: { journeys: Concerned[]; person: string }) {
  const t = useWords();
  if (journeys.length === 0) return <p className="muted">{t("nothingLive")}</p>;
  return (
    <ul className="answers" data-testid="answers">
      {journeys.map((told) => (
        <li key={told.journey} data-testid={`answer:${told.journey}`}>
          <Sign kind={told.fates[0] ? kindOfFate(told.fates[0].code) : "ignored"} />
          <div>
            <p>
              <a href={`/journeys/${told.journey}/`}>{told.journey_name}</a>{" "}
              <span className="muted">v{told.version}</span>
            </p>
            <p>{told.sentence[t.language]}</p>
            {told.entry?.expressions.map((one) => (
              <LetsInIf key={one.at} told={one} />
            ))}
            {told.fates[0]?.run && <FateLinks fate={told.fates[0]} person={person} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The condition that decided who is let in, with the values that it read then. */
function LetsInIf({ told }: { told: ExpressionTold }) {
  const t = useWords();
  return (
    <div className="condition-told">
      <span className="muted">{t("letsInOnlyIf")}</span>
      <Expression told={told} clock={{ zone: ownZone(), now: present() }} />
    </div>
  );
}
