import { Icon } from "../ui/Icon";
import { Expression, Reads } from "../why/Expression";
import { useWords } from "../words";
import type { Simulated } from "./api";
import { LookUpChoice } from "./LookUpChoice";
import { useZone } from "./StartForm";
import { act } from "./store";

/** Why this event lets nobody in. */
export function Refused({ answer }: { answer: Simulated }) {
  const t = useWords();
  const zone = useZone();
  const { condition, sentence, lacks } = answer.entry;
  const clock = { zone, now: Date.parse(answer.now) };
  const [lack] = lacks;
  return (
    <section className="refused" data-testid="test-refused">
      <h3>
        <Icon name="alert" size={16} />
        {t(lack ? "testEntryLacks" : "testRefused")}
      </h3>
      {!lack && <p>{sentence[t.language]}</p>}
      {condition && (
        <>
          {condition.error && (
            <p className="error-text">
              {condition.error.words?.[t.language] ?? condition.error.message}
            </p>
          )}
          {condition.expressions.map((one) => (
            <Expression key={one.at} told={one} clock={clock} />
          ))}
          {condition.expressions.length === 0 && <Reads reads={condition.reads} clock={clock} />}
        </>
      )}
      {lack && (
        <LookUpChoice
          group={lack.group_key}
          onChoose={(value) => act({ do: "value", key: lack.group_key, value })}
        />
      )}
    </section>
  );
}
