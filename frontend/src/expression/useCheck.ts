import { useEffect, useState } from "react";
import { api } from "../api/client";
import type { ExpressionAnswer } from "../api/types";
import { getDocument, useDesigner } from "../store/designer";
import { unitOffset } from "./highlight";

const DELAY = 250;
const NONE: ExpressionAnswer = { type: "", problems: [], words: {} };

/** What the server says of an expression at a step, a moment after it was last changed. */
export function useCheck(text: string, node: string, expected: "boolean" | null) {
  const journey = useDesigner((now) => now.journey?.id);
  const [answer, setAnswer] = useState<{ of: string; answer: ExpressionAnswer } | null>(null);
  useEffect(() => {
    if (text.trim() === "") return setAnswer(null);
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const body = { text, expected, journey, node, graph: getDocument().graph };
      try {
        const given = await api.check(body, abort.signal);
        setAnswer({ of: text, answer: inUnits(given, text) });
      } catch {
        // The save and the publication judge it again; a failed check says nothing.
        if (!abort.signal.aborted) setAnswer(null);
      }
    }, DELAY);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, node, expected, journey]);
  return answer && answer.of === text ? answer.answer : NONE;
}

function inUnits(answer: ExpressionAnswer, text: string): ExpressionAnswer {
  const at = (n: number) => unitOffset(text, n);
  const problems = answer.problems.map((problem) => ({
    ...problem,
    start: at(problem.start),
    end: at(problem.end),
    fix: problem.fix && { ...problem.fix, start: at(problem.fix.start), end: at(problem.fix.end) },
  }));
  return { ...answer, problems };
}
