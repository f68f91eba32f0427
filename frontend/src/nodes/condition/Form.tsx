import { ExpressionInput } from "../../expression/ExpressionInput";
import { freshKey } from "../../graph/keys";
import type { ConditionPath, Json, Weekday } from "../../graph/types";
import { ErrorChoice, TimeoutField } from "../../pane/failing";
import { Field, useConfig, useReorder } from "../../pane/fields";
import { Rows } from "../../pane/Rows";
import { ZoneLine } from "../../pane/ZoneLine";
import { Select, TextInput, TimeInput } from "../../ui/controls";
import { useWords } from "../../words";
import type { FormProps } from "../kind";

const WEEKDAYS: Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const KINDS = ["expression", "time", "date"] as const;

export function ConditionForm({ nodeKey, step }: FormProps<"condition">) {
  const t = useWords();
  const set = useConfig(nodeKey);
  const reorder = useReorder(nodeKey);
  const { paths } = step.config;
  const add = () => {
    const key = freshKey(
      `path_${paths.length + 1}`,
      paths.map((path) => path.key),
    );
    const path: ConditionPath = { key, name: "", kind: "expression", expression: "" };
    set(["paths"], [...paths, path] as unknown as Json);
  };
  return (
    <>
      <Rows
        title={t("paths")}
        help={t("pathsHelp")}
        addLabel={t("addPath")}
        items={paths}
        onAdd={add}
        onMove={reorder}
        onRemove={(index) => set(["paths", index], undefined)}
        head={(path, index) => (
          <TextInput
            className="row-name"
            value={path.name}
            label={t("pathName", { n: index + 1 })}
            placeholder={t("portPath", { n: index + 1 })}
            onChange={(name) => set(["paths", index, "name"], name)}
          />
        )}
        body={(path, index) => <PathForm nodeKey={nodeKey} path={path} index={index} />}
      />
      <div className="row fixed">
        <div className="row-head">
          <strong>{t("elsePath")}</strong>
        </div>
        <p className="help">{t("elseHelp")}</p>
      </div>
      <ErrorChoice
        nodeKey={nodeKey}
        label={t("ifUnreadable")}
        value={step.config.on_error}
        choices={["stop", "else", "path"]}
      />
      <TimeoutField nodeKey={nodeKey} value={step.config.timeout} label={t("timeoutSeconds")} />
    </>
  );
}

type PathProps = { nodeKey: string; path: ConditionPath; index: number };

function PathForm({ nodeKey, path, index }: PathProps) {
  const t = useWords();
  const set = useConfig(nodeKey);
  const change = (kind: ConditionPath["kind"]) => {
    set(["paths", index], blank(path, kind) as unknown as Json);
  };
  const labels = { expression: "kindExpression", time: "kindTime", date: "kindDate" } as const;
  return (
    <>
      <Select
        value={path.kind}
        label={t("pathKind")}
        options={KINDS.map((kind) => ({ value: kind, label: t(labels[kind]) }))}
        onChange={change}
      />
      {path.kind === "expression" && (
        <Field
          label={t("rule")}
          expression
          pointer={`/nodes/${nodeKey}/config/paths/${index}/expression`}
        >
          {(id) => (
            <ExpressionInput
              id={id}
              node={nodeKey}
              value={path.expression ?? ""}
              expected="boolean"
              onChange={(v) => set(["paths", index, "expression"], v)}
            />
          )}
        </Field>
      )}
      {path.kind !== "expression" && <RangeForm nodeKey={nodeKey} path={path} index={index} />}
    </>
  );
}

/** A path of another kind: what the kinds do not share begins empty. */
function blank(path: ConditionPath, kind: ConditionPath["kind"]): ConditionPath {
  const { key, name } = path;
  if (kind === "expression") return { key, name, kind, expression: "" };
  if (kind === "date") return { key, name, kind, from: "", to: "" };
  return { key, name, kind, from: "09:00", to: "18:00", weekdays: [] };
}

function RangeForm({ nodeKey, path, index }: PathProps) {
  const t = useWords();
  const set = useConfig(nodeKey);
  const at = `/nodes/${nodeKey}/config/paths/${index}`;
  return (
    <>
      <div className={path.kind === "time" ? "pair" : "stack"}>
        {(["from", "to"] as const).map((side) => (
          <Field key={side} label={t(side)} pointer={`${at}/${side}`}>
            {(id) => {
              const value = path[side] ?? "";
              const write = (v: string) => set(["paths", index, side], v);
              if (path.kind === "time") return <TimeInput id={id} value={value} onChange={write} />;
              return <TextInput id={id} type="datetime-local" value={value} onChange={write} />;
            }}
          </Field>
        ))}
      </div>
      {path.kind === "time" && (
        <Field label={t("weekdays")} pointer={`${at}/weekdays`} help={t("fromTo")} group>
          {() => (
            <WeekdayPicker
              value={path.weekdays ?? []}
              onChange={(days) => set(["paths", index, "weekdays"], days)}
            />
          )}
        </Field>
      )}
      <ZoneLine />
    </>
  );
}

function WeekdayPicker(props: { value: Weekday[]; onChange: (days: Weekday[]) => void }) {
  const t = useWords();
  const toggle = (day: Weekday) =>
    props.onChange(WEEKDAYS.filter((one) => props.value.includes(one) !== (one === day)));
  return (
    <div className="weekdays">
      {WEEKDAYS.map((day) => (
        <button
          key={day}
          type="button"
          aria-pressed={props.value.includes(day)}
          onClick={() => toggle(day)}
        >
          {t(day)}
        </button>
      ))}
    </div>
  );
}
