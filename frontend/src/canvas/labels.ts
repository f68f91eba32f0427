import type { Problem } from "../api/types";
import { flowOrder, outgoing } from "../graph/order";
import type { Document } from "../graph/types";
import { kindOf, nameOf } from "../nodes";
import { problemText, type Translate } from "../words";

/** What a screen reader says of each card: name, kind, place, what follows, what is wrong. */
export function cardLabels(
  document: Document,
  problems: Problem[],
  t: Translate,
): Map<string, string> {
  const order = flowOrder(document.graph);
  const { nodes } = document.graph;
  const byStep = new Map<string | null, Problem[]>();
  for (const one of problems) byStep.set(one.node, [...(byStep.get(one.node) ?? []), one]);
  return new Map(
    order.map((key, index) => {
      const step = nodes[key];
      if (!step) return [key, key];
      const kind = t(kindOf(step).word);
      const parts = [
        t("cardLabel", { name: nameOf(step, t), kind, n: index + 1, of: order.length }),
      ];
      const next = outgoing(document.graph, key).flatMap((edge) => {
        const target = nodes[edge.to];
        return target ? [nameOf(target, t)] : [];
      });
      if (next.length > 0) parts.push(t("cardNext", { names: next.join(", ") }));
      const own = byStep.get(key) ?? [];
      const first = own[0];
      if (first) {
        parts.push(t("cardProblems", { n: own.length, text: problemText(first, t.language) }));
      }
      return [key, parts.join(", ")];
    }),
  );
}
