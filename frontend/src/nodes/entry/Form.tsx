import { ExpressionInput } from "../../expression/ExpressionInput";
import { EventSelect, Field, useConfig } from "../../pane/fields";
import { useWords } from "../../words";
import type { FormProps } from "../kind";

export function EntryForm({ nodeKey, step }: FormProps<"entry">) {
  const t = useWords();
  const set = useConfig(nodeKey);
  const at = `/nodes/${nodeKey}/config`;
  return (
    <>
      <Field label={t("event")} pointer={`${at}/event`}>
        {(id) => (
          <EventSelect id={id} value={step.config.event} onChange={(v) => set(["event"], v)} />
        )}
      </Field>
      <Field label={t("onlyIf")} expression pointer={`${at}/condition`} help={t("onlyIfHelp")}>
        {(id) => (
          <ExpressionInput
            id={id}
            node={nodeKey}
            value={step.config.condition}
            expected="boolean"
            optional
            onChange={(v) => set(["condition"], v)}
          />
        )}
      </Field>
    </>
  );
}
