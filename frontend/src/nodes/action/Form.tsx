import type { CatalogParameter } from "../../api/types";
import { ExpressionInput } from "../../expression/ExpressionInput";
import { ErrorChoice, TimeoutField } from "../../pane/failing";
import { Field, typeWord, useConfig } from "../../pane/fields";
import { useCatalog } from "../../store/designer";
import { NumberInput, Select } from "../../ui/controls";
import { useWords } from "../../words";
import type { FormProps } from "../kind";
import { actionOf } from "../names";

export function ActionForm({ nodeKey, step }: FormProps<"action">) {
  const t = useWords();
  const catalog = useCatalog();
  const set = useConfig(nodeKey);
  const { config } = step;
  const own = actionOf(config.action, catalog);
  const at = `/nodes/${nodeKey}/config`;
  return (
    <>
      <Field
        label={t("whichAction")}
        pointer={`${at}/action`}
        {...(own && { help: t(`kind_${own.kind}`) })}
      >
        {(id) => (
          <Select
            id={id}
            value={config.action}
            placeholder={t("chooseAction")}
            options={catalog.actions.map((one) => ({ value: one.key, label: one.name }))}
            onChange={(v) => set(["action"], v)}
          />
        )}
      </Field>
      {own && <Parameters nodeKey={nodeKey} step={step} known={own.parameters} />}
      {own && own.answer.length > 0 && (
        <div className="gives">
          <span className="field-label">{t("gives")}</span>
          {own.answer.map((one) => (
            <code key={one.path}>{`@action{${nodeKey}.${one.path}}`}</code>
          ))}
        </div>
      )}
      <ErrorChoice
        nodeKey={nodeKey}
        label={t("ifFails")}
        value={config.on_error}
        choices={["stop", "path"]}
      />
      <div className="pair">
        <TimeoutField nodeKey={nodeKey} value={config.timeout} label={t("callTimeout")} />
        <Field label={t("retries")} pointer={`${at}/retries`}>
          {(id) => (
            <NumberInput
              id={id}
              value={config.retries}
              min={0}
              max={10}
              step={1}
              onChange={(v) => set(["retries"], Math.round(v))}
            />
          )}
        </Field>
      </div>
    </>
  );
}

type ParametersProps = FormProps<"action"> & { known: CatalogParameter[] };

/** The action's parameters, and those that the step fills though the action no longer has them. */
function Parameters({ nodeKey, step, known }: ParametersProps) {
  const t = useWords();
  const set = useConfig(nodeKey);
  const given = step.config.parameters;
  const strange = Object.keys(given).filter((key) => !known.some((one) => one.key === key));
  const rows = [
    ...known,
    ...strange.map((key) => ({ key, name: key, type: "", required: false, help: "" })),
  ];
  const write = (key: string, value: string) =>
    set(["parameters", key], value === "" ? undefined : value);
  return (
    <fieldset className="parameters">
      <legend>{t("parameters")}</legend>
      <p className="help">{rows.length ? t("parametersHelp") : t("noParameters")}</p>
      {rows.map((one) => (
        <Field
          key={one.key}
          label={one.name || one.key}
          pointer={`/nodes/${nodeKey}/config/parameters/${one.key}`}
          expression
          note={[typeWord(one.type, t), one.required ? t("required") : ""]
            .filter(Boolean)
            .join(" · ")}
          {...(one.help && { help: one.help })}
        >
          {(id) => (
            <ExpressionInput
              id={id}
              node={nodeKey}
              value={given[one.key] ?? ""}
              expected={null}
              optional={!one.required}
              onChange={(v) => write(one.key, v)}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}
