import type { Problem } from "../api/types";
import { nameOf } from "../nodes";
import { keyOf } from "../pane/fields";
import { useDesigner, useDocument } from "../store/designer";
import { Popover } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { problemText, useWords } from "../words";

/** How many problems the journey has, and a list that leads to each of them. */
export function Problems() {
  const t = useWords();
  const problems = useDesigner((now) => now.problems);
  const errors = problems.filter((one) => one.severity === "error").length;
  const look = errors > 0 ? "error" : problems.length > 0 ? "warning" : "none";
  return (
    <Popover
      label={t.count("problems", problems.length)}
      button={(open, isOpen) => (
        <button
          type="button"
          className={`problems-chip ${look}`}
          aria-label={problems.length > 0 ? t.count("problems", problems.length) : t("noProblems")}
          aria-expanded={isOpen}
          data-testid="problems"
          onClick={open}
        >
          <Icon name={problems.length > 0 ? "alert" : "check"} size={16} />
          <span className="long">
            {problems.length > 0 ? t.count("problems", problems.length) : t("noProblems")}
          </span>
          <span className="short" aria-hidden="true">
            {problems.length > 0 ? problems.length : ""}
          </span>
        </button>
      )}
    >
      {(close) => <ProblemList problems={problems} onGo={close} />}
    </Popover>
  );
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
