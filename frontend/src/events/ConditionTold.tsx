import { useWords, type WordKey } from "../words";
import type { Concerned, Use } from "./api";
import { ageText, valueText } from "./values";

/** A condition as a sentence, and the values that it read then, each with where it came from. */
export function ConditionTold({ entry }: { entry: NonNullable<Concerned["entry"]> }) {
  const t = useWords();
  return (
    <div className="condition-told">
      {entry.expressions.map((one) => (
        <div key={one.at}>
          <p>
            <span className="muted">{t("letsInOnlyIf")}</span> {one.words[t.language]}
          </p>
          {one.error && <p className="error-text">{one.error.message ?? one.error.code}</p>}
          {one.uses.length > 0 && (
            <ul className="uses">
              {one.uses.map((use) => (
                <UseTold key={use.text} use={use} />
              ))}
            </ul>
          )}
        </div>
      ))}
    </div>
  );
}

function UseTold({ use }: { use: Use }) {
  const t = useWords();
  return (
    <li>
      <span>{use.words[t.language]}</span> <strong>{valueText(use.value, t.language)}</strong>{" "}
      <span className="muted">
        {t(`inboxFrom_${use.origin}` as WordKey)}
        {use.age_seconds !== null && use.age_seconds >= 60 && `, ${ageText(use.age_seconds, t)}`}
      </span>
    </li>
  );
}
