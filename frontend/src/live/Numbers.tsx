import type { StepType } from "../graph/types";
import { nameOf } from "../nodes";
import { useStep } from "../store/designer";
import { Icon, type IconName } from "../ui/Icon";
import { formatNumber, type Translate, useWords } from "../words";
import { type StepNumbers, WHAT, type What } from "./api";
import { choose, useNumbers } from "./numbers";
import { compact } from "./shares";

export const SIGNS: { [W in What]: IconName } = {
  inside: "user",
  passed: "check",
  left: "flag",
  failed: "alert",
};

/** The live numbers of one step, on its card; each opens the people behind it. */
export function Numbers({ id }: { id: string }) {
  const t = useWords();
  const step = useStep(id);
  const own = useNumbers((now) => now.told?.nodes[id]);
  const chosen = useNumbers((now) => (now.chosen?.node === id ? now.chosen.what : null));
  if (!step) return null;
  const name = nameOf(step, t);
  return (
    <fieldset className="numbers nodrag nopan" aria-label={t("numbersOf", { name })}>
      {slotsOf(step.type, own).map((what) => (
        <Chip key={what} id={id} name={name} what={what} own={own} isChosen={chosen === what} />
      ))}
    </fieldset>
  );
}

/** An end is only left; a number that it should not have is shown all the same. */
export function slotsOf(type: StepType, own: StepNumbers | undefined): What[] {
  return WHAT.filter((what) => type !== "end" || what === "left" || (own?.[what] ?? 0) > 0);
}

type ChipProps = {
  id: string;
  name: string;
  what: What;
  own: StepNumbers | undefined;
  isChosen: boolean;
};

function Chip({ id, name, what, own, isChosen }: ChipProps) {
  const t = useWords();
  const count = own?.[what] ?? 0;
  return (
    <button
      type="button"
      className={`number of-${what} ${count === 0 ? "is-zero" : ""}`}
      data-testid={`number:${id}:${what}`}
      data-count={own ? count : undefined}
      title={tipOf(what, own?.[what], t)}
      aria-pressed={isChosen}
      tabIndex={count > 0 ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        choose({ node: id, what, port: null });
      }}
    >
      <Icon name={SIGNS[what]} size={12} />
      <span className="unseen">{`${name}: ${numberText(what, count, t)}`}</span>
      <span className="number-text" aria-hidden="true">
        {own ? compact(count, t.language) : "–"}
      </span>
    </button>
  );
}

const COUNTED = {
  inside: "nowHere",
  passed: "nowPassed",
  left: "nowLeft",
  failed: "nowFailed",
} as const;
export const MEANINGS = {
  inside: "meansInside",
  passed: "meansPassed",
  left: "meansLeft",
  failed: "meansFailed",
} as const;

/** "38 here", in the words of the number. */
export function numberText(what: What, n: number, t: Translate): string {
  return t(COUNTED[what], { n: formatNumber(n, t.language) });
}

function tipOf(what: What, n: number | undefined, t: Translate): string {
  const text = n === undefined ? "" : `${numberText(what, n, t)}. `;
  return text + t(MEANINGS[what]);
}
