import { useState } from "react";
import { ExpressionInput } from "../expression/ExpressionInput";
import { useDesigner } from "../store/designer";
import { Button } from "../ui/controls";
import { useWords } from "../words";
import { Field, useConfig } from "./fields";

type Props = { nodeKey: string; path: (string | number)[]; value: string; help?: string };

/** A condition that most steps do without: a button until it is wanted, then the expression. */
export function OnlyIf({ nodeKey, path, value, help }: Props) {
  const t = useWords();
  const set = useConfig(nodeKey);
  const pointer = `/nodes/${nodeKey}/config/${path.join("/")}`;
  const hasProblem = useDesigner((now) =>
    now.problems.some((one) => one.pointer.endsWith(pointer)),
  );
  const [isWanted, setWanted] = useState(false);
  if (!isWanted && !value && !hasProblem) {
    return (
      <Button look="quiet" onClick={() => setWanted(true)}>
        + {t("addCondition")}
      </Button>
    );
  }
  return (
    <Field label={t("onlyIf")} expression pointer={pointer} {...(help && { help })}>
      {(id) => (
        <ExpressionInput
          id={id}
          node={nodeKey}
          value={value}
          expected="boolean"
          optional
          focused={isWanted && !value}
          onChange={(v) => set(path, v)}
        />
      )}
    </Field>
  );
}
