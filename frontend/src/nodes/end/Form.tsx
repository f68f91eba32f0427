import { Field, useConfig } from "../../pane/fields";
import { Select } from "../../ui/controls";
import { useWords } from "../../words";
import type { FormProps } from "../kind";

const OUTCOMES = ["goal", "neutral", "lost"] as const;

export function EndForm({ nodeKey, step }: FormProps<"end">) {
  const t = useWords();
  const set = useConfig(nodeKey);
  return (
    <Field
      label={t("outcome")}
      pointer={`/nodes/${nodeKey}/config/outcome`}
      help={t("outcomeHelp")}
    >
      {(id) => (
        <Select
          id={id}
          value={step.config.outcome}
          options={OUTCOMES.map((value) => ({ value, label: t(value) }))}
          onChange={(v) => set(["outcome"], v)}
        />
      )}
    </Field>
  );
}
