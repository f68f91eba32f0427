import { EventSelect, Field, useConfig } from "../../pane/fields";
import { OnlyIf } from "../../pane/OnlyIf";
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
      <OnlyIf
        nodeKey={nodeKey}
        path={["condition"]}
        value={step.config.condition}
        help={t("onlyIfHelp")}
      />
    </>
  );
}
