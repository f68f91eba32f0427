import { ExpressionInput } from "../../expression/ExpressionInput";
import { freshKey } from "../../graph/keys";
import type { Alternative, Json } from "../../graph/types";
import { DurationInput } from "../../pane/DurationInput";
import { EventSelect, Field, useConfig, useReorder } from "../../pane/fields";
import { OnlyIf } from "../../pane/OnlyIf";
import { Rows } from "../../pane/Rows";
import { ZoneLine } from "../../pane/ZoneLine";
import { Check, Select, TextInput } from "../../ui/controls";
import { useWords } from "../../words";
import type { FormProps } from "../kind";
import { automaticLabel } from "./index";

const KINDS = ["event", "duration", "moment", "expression"] as const;
const LABELS = {
  event: "altEvent",
  duration: "altDuration",
  moment: "altMoment",
  expression: "altExpression",
} as const;

export function WaitForm({ nodeKey, step }: FormProps<"wait">) {
  const t = useWords();
  const set = useConfig(nodeKey);
  const reorder = useReorder(nodeKey);
  const { alternatives } = step.config;
  const add = () => {
    const key = freshKey(
      `way_${alternatives.length + 1}`,
      alternatives.map((one) => one.key),
    );
    const kind = alternatives.some((one) => one.kind === "duration") ? "event" : "duration";
    const next = blank({ key, name: "" }, kind);
    set(["alternatives"], [...alternatives, next] as unknown as Json);
  };
  return (
    <Rows
      title={t("alternatives")}
      help={t("alternativesHelp")}
      addLabel={t("addAlternative")}
      items={alternatives}
      onAdd={add}
      onMove={reorder}
      onRemove={(index) => set(["alternatives", index], undefined)}
      head={(one, index) => (
        <TextInput
          className="row-name"
          value={one.name}
          label={t("altName", { n: index + 1 })}
          placeholder={automaticLabel(step, one, t)}
          onChange={(name) => set(["alternatives", index, "name"], name)}
        />
      )}
      body={(one, index) => (
        <AlternativeForm key={one.key} nodeKey={nodeKey} one={one} index={index} />
      )}
    />
  );
}

/** An alternative of another kind keeps its key, name and condition. */
function blank(
  one: { key: string; name: string; condition?: string },
  kind: Alternative["kind"],
): Alternative {
  const shared = { key: one.key, name: one.name, condition: one.condition ?? "" };
  switch (kind) {
    case "event":
      return { ...shared, kind, event: "", since_entry: false };
    case "duration":
      return { ...shared, kind, duration: "P1D" };
    case "moment":
      return { ...shared, kind, at: "" };
    case "expression":
      return { ...shared, kind, expression: "" };
  }
}

type AlternativeProps = { nodeKey: string; one: Alternative; index: number };

function AlternativeForm({ nodeKey, one, index }: AlternativeProps) {
  const t = useWords();
  const set = useConfig(nodeKey);
  return (
    <>
      <Select
        value={one.kind}
        label={t("whatHappens")}
        options={KINDS.map((kind) => ({ value: kind, label: t(LABELS[kind]) }))}
        onChange={(kind) => set(["alternatives", index], blank(one, kind) as unknown as Json)}
      />
      <KindFields nodeKey={nodeKey} one={one} index={index} />
      <OnlyIf nodeKey={nodeKey} path={["alternatives", index, "condition"]} value={one.condition} />
    </>
  );
}

function KindFields({ nodeKey, one, index }: AlternativeProps) {
  const t = useWords();
  const set = useConfig(nodeKey);
  const at = `/nodes/${nodeKey}/config/alternatives/${index}`;
  const write = (field: string) => (value: Json) => set(["alternatives", index, field], value);
  switch (one.kind) {
    case "event":
      return (
        <>
          <Field label={t("event")} pointer={`${at}/event`}>
            {(id) => <EventSelect id={id} value={one.event ?? ""} onChange={write("event")} />}
          </Field>
          <Check checked={one.since_entry ?? false} onChange={write("since_entry")}>
            {t("sinceEntry")}
          </Check>
        </>
      );
    case "duration":
      return (
        <Field label={t("duration")} pointer={`${at}/duration`} group>
          {() => <DurationInput value={one.duration ?? ""} onChange={write("duration")} />}
        </Field>
      );
    case "moment":
      return (
        <>
          <Field label={t("moment")} pointer={`${at}/at`}>
            {(id) => (
              <TextInput
                id={id}
                type="datetime-local"
                value={one.at ?? ""}
                onChange={write("at")}
              />
            )}
          </Field>
          <ZoneLine />
        </>
      );
    case "expression":
      return (
        <Field label={t("momentExpression")} expression pointer={`${at}/expression`}>
          {(id) => (
            <ExpressionInput
              id={id}
              node={nodeKey}
              value={one.expression ?? ""}
              expected={null}
              onChange={write("expression")}
            />
          )}
        </Field>
      );
  }
}
