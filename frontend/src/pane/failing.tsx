import { NumberInput, Select } from "../ui/controls";
import { useWords } from "../words";
import { Field, useConfig } from "./fields";

type Choice = "stop" | "else" | "path";
const WORDS = { stop: "errorStop", else: "errorElse", path: "errorPath" } as const;

/** What happens when a step cannot do its work. */
export function ErrorChoice(props: {
  nodeKey: string;
  label: string;
  value: Choice;
  choices: Choice[];
}) {
  const t = useWords();
  const set = useConfig(props.nodeKey);
  return (
    <Field label={props.label} pointer={`/nodes/${props.nodeKey}/config/on_error`}>
      {(id) => (
        <Select
          id={id}
          value={props.value}
          options={props.choices.map((value) => ({ value, label: t(WORDS[value]) }))}
          onChange={(v) => set(["on_error"], v)}
        />
      )}
    </Field>
  );
}

export function TimeoutField(props: { nodeKey: string; value: number; label: string }) {
  const set = useConfig(props.nodeKey);
  return (
    <Field label={props.label} pointer={`/nodes/${props.nodeKey}/config/timeout`}>
      {(id) => (
        <NumberInput
          id={id}
          value={props.value}
          min={1}
          max={30}
          onChange={(v) => set(["timeout"], v)}
        />
      )}
    </Field>
  );
}
