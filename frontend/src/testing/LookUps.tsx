import { Button } from "../ui/controls";
import { useWords } from "../words";
import type { Data, Value } from "./api";
import type { Frame } from "./frames";
import { LookUpChoice, useGroup } from "./LookUpChoice";
import { act, useTesting } from "./store";
import { asData } from "./tree";

/** The data sources that a step asked, each of which may answer something else. */
export function LookUps({ frame }: { frame: Frame }) {
  const isAutomatic = useTesting((now) => now.recipe?.base.automatic !== false);
  // What is being asked for at this moment has a form of its own.
  const asked = useTesting((now) =>
    now.frames.at(-1) === frame ? now.answer?.next.look_up?.group_key : undefined,
  );
  if (!isAutomatic) return null;
  return groupsOf(frame)
    .filter((group) => group !== asked)
    .map((group) => <Other key={group} group={group} />);
}

/** `Source.group` of everything that came from a source. */
function groupsOf({ told, sent }: Frame): string[] {
  const used = told.expressions.flatMap((one) =>
    one.uses.filter((use) => use.origin === "source").map((use) => groupKey(use.key)),
  );
  return [...new Set([...used, ...(sent?.of === "look_up" ? [sent.key] : [])])];
}

/** A key without its parameters. */
function groupKey(key: string): string {
  return key.split("?")[0] ?? key;
}

function Other({ group }: { group: string }) {
  const t = useWords();
  const value = useTesting((now) => now.recipe?.base.values?.[group]);
  const { name } = useGroup(group);
  return (
    <details className="other-answer">
      <summary>{t("testOther", { name })}</summary>
      <LookUpChoice
        group={group}
        known={dataOf(value)}
        onChoose={(next) => act({ do: "value", key: group, value: next })}
      />
      {value && (
        <Button look="quiet" onClick={() => act({ do: "value", key: group, value: null })}>
          {t("testKeptValue")}
        </Button>
      )}
    </details>
  );
}

function dataOf(value: Value | undefined): Data | undefined {
  return value && "value" in value ? asData(value.value) : undefined;
}
