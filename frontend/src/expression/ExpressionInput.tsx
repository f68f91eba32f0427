import { useMemo, useRef, useState } from "react";
import type { ExpressionAnswer, ExpressionProblem } from "../api/types";
import { useCatalog, useDocument } from "../store/designer";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { pieces } from "./highlight";
import { allSuggestions, matching, type Suggestion, wordBefore } from "./suggestions";
import { useCheck } from "./useCheck";

type Props = {
  id: string;
  node: string;
  value: string;
  expected: "boolean" | null;
  optional?: boolean;
  /** Takes the focus when it appears: it was asked for. */
  focused?: boolean;
  onChange: (value: string) => void;
};

/** An expression: coloured, completed while it is typed, checked, and read back in words. */
export function ExpressionInput(props: Props) {
  const { id, value, node, expected } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const answer = useCheck(value, node, expected);
  const completion = useCompletion(area, value, props.onChange);
  const hasFault = answer.problems.some((one) => one.severity !== "warning");
  return (
    <div className="expression">
      <div className={`expression-box ${hasFault ? "invalid" : ""}`}>
        <pre aria-hidden="true">
          {pieces(value, answer.problems).map((piece, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
            <span key={index} className={piece.look}>
              {piece.text}
            </span>
          ))}
          {"\n"}
        </pre>
        <textarea
          ref={area}
          id={id}
          value={value}
          rows={1}
          // biome-ignore lint/a11y/noAutofocus: only where the user asked for it
          autoFocus={props.focused}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          maxLength={10_000}
          aria-invalid={hasFault || undefined}
          aria-describedby={`${id}-says`}
          onChange={(event) => {
            props.onChange(event.target.value);
            completion.look(event.target.value, event.target.selectionStart);
          }}
          onKeyDown={completion.key}
          onBlur={completion.close}
        />
      </div>
      {completion.list.length > 0 && (
        <Suggestions list={completion.list} active={completion.active} choose={completion.take} />
      )}
      <Says id={`${id}-says`} answer={answer} value={value} onChange={props.onChange} />
    </div>
  );
}

function useCompletion(
  area: React.RefObject<HTMLTextAreaElement | null>,
  value: string,
  onChange: (value: string) => void,
) {
  const catalog = useCatalog();
  const { graph } = useDocument();
  const all = useMemo(() => allSuggestions(catalog, graph), [catalog, graph]);
  const [list, setList] = useState<Suggestion[]>([]);
  const [active, setActive] = useState(0);
  const close = () => setList([]);
  const look = (text: string, caret: number) => {
    const word = wordBefore(text, caret);
    setList(word || text === "" ? matching(all, word?.word ?? "") : []);
    setActive(0);
  };
  const take = (one: Suggestion) => {
    const caret = area.current?.selectionStart ?? value.length;
    const start = wordBefore(value, caret)?.start ?? caret;
    const rest = value.slice(caret).replace(/^\}/, "");
    const tail = one.text.endsWith("}") ? rest : value.slice(caret);
    onChange(value.slice(0, start) + one.text + tail);
    close();
    const at = start + one.text.length;
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at, at);
    });
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => setActive((active + 1) % list.length),
    ArrowUp: () => setActive((active - 1 + list.length) % list.length),
    Enter: () => list[active] && take(list[active]),
    Tab: () => list[active] && take(list[active]),
    Escape: close,
  };
  const key = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isAsked = event.ctrlKey && event.key === " ";
    const act = list.length > 0 ? keys[event.key] : undefined;
    if (isAsked) look(value, area.current?.selectionStart ?? value.length);
    else if (act) act();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { list, active, look, take, key, close };
}

function Suggestions(props: {
  list: Suggestion[];
  active: number;
  choose: (one: Suggestion) => void;
}) {
  const t = useWords();
  return (
    <div className="suggestions" role="listbox" aria-label={t("suggestions")} tabIndex={-1}>
      {props.list.map((one, index) => (
        <div
          key={one.text}
          className="suggestion"
          role="option"
          tabIndex={-1}
          aria-selected={index === props.active}
          ref={(row) => {
            if (index === props.active) row?.scrollIntoView?.({ block: "nearest" });
          }}
          onPointerDown={(event) => {
            event.preventDefault();
            props.choose(one);
          }}
        >
          <span className={`mark ${one.kind}`}>
            {{ event: "@", action: "@", source: "#", property: "$", function: "ƒ" }[one.kind]}
          </span>
          <span className="suggestion-text">
            <span>{one.label}</span>
            <code>{one.text}</code>
          </span>
          <span className="muted">{one.kind === "function" ? "" : one.detail}</span>
        </div>
      ))}
    </div>
  );
}

/** What an expression says: a single field by its name, a plain text nothing that is not there. */
function useReading(value: string, words: string): string {
  const catalog = useCatalog();
  const { graph } = useDocument();
  const text = value.trim();
  if (text === "" || /^(["'])[^"']*\1$/.test(text)) return "";
  const field = allSuggestions(catalog, graph).find((one) => one.text === text);
  return field ? field.label : words;
}

type SaysProps = {
  id: string;
  answer: ExpressionAnswer;
  value: string;
  onChange: (value: string) => void;
};

/** Under the input: what is wrong with it and how to mend it, else what it says. */
function Says({ id, answer, value, onChange }: SaysProps) {
  const t = useWords();
  const fix = (problem: ExpressionProblem) => {
    const { fix: by } = problem;
    if (by) onChange(value.slice(0, by.start) + by.text + value.slice(by.end));
  };
  const inWords = useReading(value, answer.words[t.language] ?? "");
  const hasFault = answer.problems.some((one) => one.severity !== "warning");
  return (
    <div id={id} className="says" aria-live="polite">
      {answer.problems.map((problem) => (
        <p
          key={`${problem.code}${problem.start}`}
          className={`problem-line ${problem.severity ?? "error"}`}
        >
          <Icon name="alert" size={14} />
          <span>
            {problem.messages?.[t.language] ?? problem.message}
            {problem.fix && (
              <button type="button" className="fix" onClick={() => fix(problem)}>
                {t("fix", { text: problem.fix.text })}
              </button>
            )}
          </span>
        </p>
      ))}
      {inWords && !hasFault && <p className="in-words">{inWords}</p>}
    </div>
  );
}
