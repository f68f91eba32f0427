import { Icon, type IconName } from "../ui/Icon";
import { type Translate, useWords } from "../words";
import type { ExpressionTold, NodeTold, Read, Rule, Use } from "./api";
import { Json } from "./Json";
import { originText } from "./origin";
import type { Clock } from "./time";
import { isLarge, valueText } from "./value";

/** A value in a line; a large one by its size, whole on demand. */
export function Value({ value, isCut = false }: { value: unknown; isCut?: boolean }) {
  const t = useWords();
  const isNone = value === null || value === undefined;
  return (
    <span className="told-value">
      <span className={isNone ? "value none" : "value"}>
        {valueText(value, t)}
        {isCut && "…"}
      </span>
      {isLarge(value) && <Json value={value} label={t("showWhole")} />}
    </span>
  );
}

/** The values that an expression read, each with where it came from and how old it was. */
export function Uses({ uses, clock }: { uses: Use[]; clock: Clock }) {
  const t = useWords();
  const own = uses.filter((use) => use.origin !== "item");
  if (own.length === 0) return null;
  return (
    <dl className="uses">
      {own.map((use) => (
        <div key={`${use.start} ${use.end} ${use.text}`} className={`use ${use.origin}`}>
          <dt>{use.words[t.language]}</dt>
          <dd>
            <Value value={use.value} isCut={use.cut} />
            <span className="origin">{originText(use, t, clock)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Values that came from outside, where no expression tells of them. */
export function Reads({ reads, clock }: { reads: Read[]; clock: Clock }) {
  const t = useWords();
  if (reads.length === 0) return null;
  return (
    <dl className="uses">
      {reads.map((read) => (
        <div key={read.reference} className={`use ${read.source}`}>
          <dt>{read.words[t.language]}</dt>
          <dd>
            <Value value={read.value} />
            <span className="origin">
              {originText({ ...read, origin: read.source, defaulted: false }, t, clock)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** An expression as a sentence, what it gave, what decided, and the values used. */
export function Expression({ told, clock }: { told: ExpressionTold; clock: Clock }) {
  const t = useWords();
  const isTruth = typeof told.value === "boolean";
  return (
    <div className="told-expression">
      <p className="told-sentence" title={told.text}>
        {told.words[t.language]}
      </p>
      {!isTruth && !told.error && (
        <p className="gave">
          <span className="muted">{t("gave")}</span> <Value value={told.value} />
        </p>
      )}
      <Details told={told} clock={clock} />
    </div>
  );
}

function Details({ told, clock }: { told: ExpressionTold; clock: Clock }) {
  const t = useWords();
  return (
    <>
      {told.decided && (
        <p className="decided">
          {t(told.value === true ? "decidedHolds" : "decidedFails", {
            part: told.decided[t.language],
          })}
        </p>
      )}
      {told.error && (
        <p className="error-text">{told.error.words?.[t.language] ?? told.error.message}</p>
      )}
      <Uses uses={told.uses} clock={clock} />
    </>
  );
}

const SIGNS: Record<Rule["result"], IconName> = {
  holds: "check",
  fails: "x",
  error: "alert",
  skipped: "minus",
};

/** The paths of a condition in their order: which held, which did not, which were not looked at. */
export function Rules({ node, clock }: { node: NodeTold; clock: Clock }) {
  const t = useWords();
  const rules = node.paths ?? [];
  return (
    <ol className="rules">
      {rules.map((rule) => (
        <RuleRow
          key={rule.key}
          rule={rule}
          isTaken={rule.port === node.port}
          isOpen={node.port === null}
          told={node.expressions.find((one) => one.at === `paths/${rule.key}`)}
          clock={clock}
        />
      ))}
      {node.port && !rules.some((rule) => rule.port === node.port) && (
        <li className="rule holds taken">
          <p className="rule-head">
            <Sign result="holds" />
            <strong>{node.port_name?.[t.language]}</strong>
            <span className="rule-result">
              {t(node.port === "error" ? "ruleError" : "noneHeld")}
            </span>
          </p>
        </li>
      )}
    </ol>
  );
}

function Sign({ result }: { result: Rule["result"] }) {
  return (
    <span className="rule-sign">
      <Icon name={SIGNS[result]} size={12} />
    </span>
  );
}

type RuleProps = {
  rule: Rule;
  isTaken: boolean;
  isOpen: boolean;
  told: ExpressionTold | undefined;
  clock: Clock;
};

function RuleRow({ rule, isTaken, isOpen, told, clock }: RuleProps) {
  const t = useWords();
  const isSkipped = rule.result === "skipped";
  return (
    <li className={`rule ${rule.result} ${isTaken ? "taken" : ""}`} data-rule={rule.key}>
      <p className="rule-head">
        <Sign result={rule.result} />
        <strong>{rule.name[t.language]}</strong>
        <span className="rule-result">{t(resultWord(rule, isOpen))}</span>
      </p>
      {!isSkipped && <p className="told-sentence">{rule.words[t.language]}</p>}
      {told && !isSkipped && <Details told={told} clock={clock} />}
    </li>
  );
}

function resultWord(rule: Rule, isOpen: boolean) {
  if (rule.result === "holds") return "ruleHolds" as const;
  if (rule.result === "fails") return "ruleFails" as const;
  if (rule.result === "error") return "ruleError" as const;
  return isOpen ? ("ruleNotYet" as const) : ("ruleSkipped" as const);
}

/** Why a step was left as it was: the paths of a condition, the place in a split, the values used. */
export function NodeReasons({ node, clock }: { node: NodeTold; clock: Clock }) {
  const t = useWords();
  const others = node.expressions.filter((one) => !one.at.startsWith("paths/"));
  return (
    <>
      {node.paths && node.paths.length > 0 && <Rules node={node} clock={clock} />}
      {node.split && (
        <p className="told-sentence">{t("splitPlace", { n: node.split.percent.toFixed(1) })}</p>
      )}
      {node.type === "action"
        ? others.length > 0 && (
            <details className="json">
              <summary>{t.count("valuesUsed", others.length)}</summary>
              <Given expressions={others} clock={clock} />
            </details>
          )
        : others.map((told) => <Expression key={told.at} told={told} clock={clock} />)}
    </>
  );
}

/** What a step was given: each setting by its name, with its value and where it came from. */
function Given({ expressions, clock }: { expressions: ExpressionTold[]; clock: Clock }) {
  const t = useWords();
  return (
    <dl className="uses given">
      {expressions.map((told) => (
        <div key={told.at} className="use">
          <dt>{told.name ?? settingOf(told.at)}</dt>
          <dd>
            <Result told={told} />
            {told.uses.length > 0 && <span className="origin">{sourceOf(told, t, clock)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Result({ told }: { told: ExpressionTold }) {
  const t = useWords();
  if (!told.error) return <Value value={told.value} />;
  return <span className="error-text">{told.error.words?.[t.language] ?? told.error.message}</span>;
}

/** "Lobby beacon › Phone, from the event …" */
function sourceOf(told: ExpressionTold, t: Translate, clock: Clock): string {
  const [use, more] = told.uses;
  const what = told.words[t.language];
  return use && !more ? `${what} · ${originText(use, t, clock)}` : what;
}

/** The last part of where a setting stands: `parameters/text` is `text`. */
function settingOf(at: string): string {
  return at.split("/").at(-1) ?? at;
}
