import { type ReactNode, useId } from "react";
import type { Problem } from "../api/types";
import type { Json } from "../graph/types";
import { useCatalog, useDesigner } from "../store/designer";
import { Select } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { problemText, type Translate, useWords, type WordKey } from "../words";
import { en } from "../words/en";

/** Sets a place in a step's config. */
export function useConfig(key: string) {
  const act = useDesigner((now) => now.act);
  return (path: (string | number)[], value: Json | undefined) =>
    act({ kind: "setConfig", key, path, value });
}

export function useReorder(key: string) {
  const act = useDesigner((now) => now.act);
  return (from: number, to: number) => act({ kind: "reorder", key, from, to });
}

type FieldProps = {
  label: string;
  /** Where the value stands in the graph, as problems point at it. */
  pointer?: string;
  /** The control is an expression, which shows its own faults as one types. */
  expression?: boolean;
  help?: string;
  note?: string;
  /** Several controls under one label. */
  group?: boolean;
  children: (id: string) => ReactNode;
};

/** A label, its control, and under it what is wrong with it. */
export function Field({ label, pointer, expression, help, note, group, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field" data-pointer={pointer}>
      {label && group && <span className="field-label">{label}</span>}
      {label && !group && (
        <label className="field-label" htmlFor={id}>
          {label}
          {note && <span className="field-note">{note}</span>}
        </label>
      )}
      {children(id)}
      {help && <p className="help">{help}</p>}
      {pointer && <FieldProblems pointer={pointer} isTold={expression ?? false} />}
    </div>
  );
}

function FieldProblems({ pointer, isTold }: { pointer: string; isTold: boolean }) {
  const problems = useDesigner((now) => now.problems);
  const own = problems.filter((problem) => bare(problem.pointer) === pointer);
  const shown = own.filter((problem) => !isTold || UNTOLD.has(problem.code));
  return shown.map((problem) => <ProblemLine key={keyOf(problem)} problem={problem} />);
}

/** What the check of an expression by itself cannot know. */
const UNTOLD = new Set(["missing", "entry_looks_up", "length"]);

export function keyOf(problem: Problem): string {
  return `${problem.code} ${problem.pointer} ${JSON.stringify(problem.params)}`;
}

/** Pointers of saves begin with /graph, those of the judge do not. */
function bare(pointer: string): string {
  return pointer.replace(/^\/graph/, "");
}

export function ProblemLine({ problem }: { problem: Problem }) {
  const t = useWords();
  return (
    <p className={`problem-line ${problem.severity}`}>
      <Icon name="alert" size={14} />
      <span>{problemText(problem, t.language)}</span>
    </p>
  );
}

/** A type as people say it; one that has no word stays as it is. */
export function typeWord(type: string, t: Translate): string {
  const key = `type_${type}`;
  return key in en ? t(key as WordKey) : type;
}

export function EventSelect(props: {
  id: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const t = useWords();
  const catalog = useCatalog();
  return (
    <Select
      {...props}
      placeholder={t("chooseEvent")}
      options={catalog.events.map((event) => ({ value: event.key, label: event.name }))}
    />
  );
}
