import { useId } from "react";
import { portLabel } from "../nodes";
import { useCatalog, useDocument } from "../store/designer";
import { useWords } from "../words";
import { act, useTesting } from "./store";

/** Which way a split leads: as chance has it for this person, or by choice. */
export function SplitChoice({ node }: { node: string }) {
  const t = useWords();
  const name = useId();
  const catalog = useCatalog();
  const step = useDocument().graph.nodes[node];
  const chosen = useTesting((now) => now.recipe?.base.paths?.[node] ?? null);
  if (step?.type !== "split") return null;
  const ports = step.config.paths.map((path) => `path:${path.key}`);
  const choose = (port: string | null) => act({ do: "path", node, port });
  return (
    <fieldset className="test-choice split-choice">
      <legend className="field-label">{t("testWhichWay")}</legend>
      <label className="radio">
        <input type="radio" name={name} checked={chosen === null} onChange={() => choose(null)} />
        <span>{t("testChance")}</span>
      </label>
      {ports.map((port) => (
        <label key={port} className="radio">
          <input type="radio" name={name} checked={chosen === port} onChange={() => choose(port)} />
          <span>{portLabel(step, port, t, catalog)}</span>
        </label>
      ))}
    </fieldset>
  );
}
