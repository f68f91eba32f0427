import { type ReactNode, useId, useRef, useState } from "react";
import type { Json } from "../graph/types";
import { typeWord } from "../pane/fields";
import { Button, IconButton, Select } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { type Translate, useWords } from "../words";
import type { Data } from "./api";
import { jsonFault } from "./json";
import { Segments } from "./Segments";
import {
  asData,
  at,
  exampleOf,
  type Field,
  faultsOf,
  type Group,
  type Leaf,
  type List,
  type Place,
  placeText,
  put,
  readValue,
  type TypeFault,
  writeValue,
} from "./tree";

type FormProps = {
  label: string;
  fields: Group;
  data: Data;
  onChange: (data: Data) => void;
  /** Told when the text of the JSON view is none, or is one again. */
  onFault?: ((isFaulty: boolean) => void) | undefined;
};

/** A document by its declared fields, or as JSON. */
export function DataForm({ label, fields, data, onChange, onFault }: FormProps) {
  const t = useWords();
  const [isJson, setJson] = useState(fields.fields.length === 0);
  const choose = (view: string) => {
    setJson(view === "json");
    onFault?.(false);
  };
  return (
    <section className="data-form" aria-label={label}>
      <div className="data-head">
        <span className="field-label">{label}</span>
        {fields.fields.length > 0 && (
          <Segments
            label={t("viewOf", { what: label })}
            value={isJson ? "json" : "fields"}
            options={[
              { value: "fields", label: t("viewFields") },
              { value: "json", label: "JSON" },
            ]}
            onChange={choose}
            isSmall
          />
        )}
      </div>
      {isJson ? (
        <JsonText label={label} {...{ fields, data, onChange }} onFault={onFault} />
      ) : (
        <Members
          of={fields}
          place={[]}
          data={data}
          faults={faultsOf(fields, data)}
          change={(place, value) => onChange(asData(put(data, place, value)))}
        />
      )}
    </section>
  );
}

type Inner = {
  place: Place;
  data: Data;
  faults: TypeFault[];
  change: (place: Place, value: Json | undefined) => void;
};

function Members({ of, ...inner }: Inner & { of: Group }) {
  return of.fields.map((field) => (
    <Part key={field.key} field={field} {...inner} place={[...inner.place, field.key]} />
  ));
}

function Part({ field, ...inner }: Inner & { field: Field }): ReactNode {
  if (field.kind === "leaf") return <LeafInput leaf={field} {...inner} />;
  if (field.kind === "list") return <ListInput list={field} {...inner} />;
  // An object of one field is no group to anybody but the sender.
  if (field.fields.length === 1) return <Members of={field} {...inner} />;
  return (
    <fieldset className="data-group">
      <legend>{spaced(field.key)}</legend>
      <Members of={field} {...inner} />
    </fieldset>
  );
}

function ListInput({ list, place, data, faults, change }: Inner & { list: List }) {
  const t = useWords();
  const found = at(data, place);
  const items = Array.isArray(found) ? found : [];
  const add = () => change([...place, items.length], exampleOf(list.item));
  return (
    <fieldset className="data-group">
      <legend>{spaced(list.key)}</legend>
      {items.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name than their place
        <div className="data-item" key={index}>
          <div className="data-item-fields">
            <Item
              item={list.item}
              n={index + 1}
              place={[...place, index]}
              {...{ data, faults, change }}
            />
          </div>
          <IconButton
            icon="x"
            label={t("removeItem", { n: index + 1, name: spaced(list.key) })}
            onClick={() => change([...place, index], undefined)}
          />
        </div>
      ))}
      <Button look="quiet" onClick={add}>
        + {t("addItem", { name: spaced(list.key) })}
      </Button>
    </fieldset>
  );
}

/** An item of a list; one that is a single value is called by its place. */
function Item({ item, n, ...inner }: Inner & { item: Field; n: number }) {
  const t = useWords();
  if (item.kind === "group") return <Members of={item} {...inner} />;
  const named = item.kind === "leaf" ? { ...item, name: t("itemNumber", { n }) } : item;
  return <Part field={named} {...inner} />;
}

function LeafInput({ leaf, place, data, faults, change }: Inner & { leaf: Leaf }) {
  const t = useWords();
  const id = useId();
  const value = at(data, place);
  const fault = faults.find((one) => placeText(one.place) === placeText(place));
  const write = (text: string) => change(place, readValue(leaf.type, text));
  return (
    <div className="data-field">
      <label className="field-label" htmlFor={id}>
        {leaf.name}
        <span className="field-note">{typeWord(leaf.type, t)}</span>
      </label>
      {leaf.type === "boolean" ? (
        <Select
          id={id}
          value={writeValue(value)}
          options={[
            { value: "", label: t("notGiven") },
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]}
          onChange={write}
        />
      ) : (
        <input
          id={id}
          className="input"
          value={writeValue(value)}
          placeholder={t("notGiven")}
          aria-invalid={fault !== undefined || undefined}
          aria-describedby={fault && `${id}-fault`}
          spellCheck={false}
          onChange={(event) => write(event.target.value)}
        />
      )}
      {fault && (
        <p className="problem-line" id={`${id}-fault`}>
          <Icon name="alert" size={14} />
          <span>{shouldBe(fault, t)}</span>
        </p>
      )}
    </div>
  );
}

function shouldBe(fault: TypeFault, t: Translate): string {
  return t("shouldBe", { type: typeWord(fault.type, t) });
}

/** `pushNotificationTokens` as people read it. */
function spaced(key: string): string {
  return key
    .replace(/^_+/, "")
    .replaceAll("_", " ")
    .replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
}

/** The document as text; where it is no JSON, or of the wrong type, the place is told. */
function JsonText({ label, fields, data, onChange, onFault }: FormProps) {
  const t = useWords();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => JSON.stringify(data, null, 2));
  const fault = jsonFault(text);
  const parsed = fault ? null : (JSON.parse(text) as Json);
  const isObject = parsed !== null && typeof parsed === "object" && !Array.isArray(parsed);
  const types = isObject ? faultsOf(fields, parsed) : [];
  const write = (next: string) => {
    setText(next);
    const isBroken = jsonFault(next) !== null;
    const value = isBroken ? null : (JSON.parse(next) as Json);
    const isData = value !== null && typeof value === "object" && !Array.isArray(value);
    onFault?.(!isData);
    if (isData) onChange(value);
  };
  const show = (from: number) => {
    box.current?.focus();
    box.current?.setSelectionRange(from, Math.min(text.length, from + 1));
  };
  return (
    <>
      <textarea
        ref={box}
        className="input json-text"
        aria-label={t("jsonOf", { what: label })}
        aria-invalid={!isObject || types.length > 0 || undefined}
        aria-describedby={`${id}-faults`}
        rows={Math.min(18, Math.max(5, text.split("\n").length))}
        spellCheck={false}
        value={text}
        onChange={(event) => write(event.target.value)}
      />
      <div id={`${id}-faults`} className="json-faults" aria-live="polite">
        {fault && (
          <p className="problem-line">
            <Icon name="alert" size={14} />
            <span>
              {t("jsonBroken", { line: fault.line, column: fault.column })}{" "}
              <button type="button" className="fix" onClick={() => show(fault.at)}>
                {t("showPlace")}
              </button>
            </span>
          </p>
        )}
        {!fault && !isObject && (
          <p className="problem-line">
            <Icon name="alert" size={14} />
            <span>{t("jsonObject")}</span>
          </p>
        )}
        {types.map((one) => (
          <p className="problem-line" key={placeText(one.place)}>
            <Icon name="alert" size={14} />
            <span>
              <code>{placeText(one.place)}</code>: {shouldBe(one, t)}
            </span>
          </p>
        ))}
      </div>
    </>
  );
}
