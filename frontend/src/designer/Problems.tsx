import type { Problem } from "../api/types";
import { nameOf } from "../nodes";
import { keyOf } from "../pane/fields";
import { useDesigner, useDocument } from "../store/designer";
import { Popover } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { problemText, type Translate, useWords } from "../words";

/** How many problems the journey has, and a list that leads to each of them. */
export function Problems() {
  const t = useWords();
  const problems = useDesigner((now) => now.problems);
  const { look, text, count } = summed(problems, t);
  return (
    <Popover
      label={text}
      button={(open, isOpen) => (
        <button
          type="button"
          className={`problems-chip ${look}`}
          aria-label={text}
          aria-expanded={isOpen}
          data-testid="problems"
          onClick={open}
        >
          <Icon name={look === "none" ? "check" : "alert"} size={16} />
          <span className="long">{text}</span>
          <span className="short" aria-hidden="true">
            {count > 0 ? count : ""}
          </span>
        </button>
      )}
    >
      {(close) => <ProblemList problems={problems} onGo={close} />}
    </Popover>
  );
}

/** The whole list in a few words: hints alone are no problems. */
function summed(problems: Problem[], t: Translate) {
  const grave = problems.filter((one) => one.severity !== "hint");
  if (grave.length > 0) {
    const look = grave.some((one) => one.severity === "error") ? "error" : "warning";
    return { look, text: t.count("problems", grave.length), count: grave.length };
  }
  const { length } = problems;
  if (length > 0) return { look: "hint", text: t.count("hints", length), count: length };
  return { look: "none", text: t("noProblems"), count: 0 };
}

export function ProblemList({ problems, onGo }: { problems: Problem[]; onGo: () => void }) {
  const t = useWords();
  if (problems.length === 0) return <p className="help pad">{t("noProblemsHint")}</p>;
  return (
    <ul className="problem-list">
      {problems.map((problem) => (
        <ProblemRow key={keyOf(problem)} problem={problem} onGo={onGo} />
      ))}
    </ul>
  );
}

function ProblemRow({ problem, onGo }: { problem: Problem; onGo: () => void }) {
  const t = useWords();
  const { nodes } = useDocument().graph;
  const step = problem.node ? nodes[problem.node] : undefined;
  const go = () => {
    onGo();
    useDesigner.getState().open(step ? problem.node : null, problem.pointer);
  };
  return (
    <li>
      <button
        type="button"
        className={`problem ${problem.severity}`}
        data-testid={`problem:${problem.code}:${problem.node ?? ""}`}
        onClick={go}
      >
        <span className="shape" title={t(problem.severity)} />
        <span>
          <span className="problem-where">{step ? nameOf(step, t) : t("journey")}</span>
          <span className="problem-what">{problemText(problem, t.language)}</span>
        </span>
        <Icon name="right" size={16} />
      </button>
    </li>
  );
}
