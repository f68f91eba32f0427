import type { Step } from "../graph/types";
import { kindOf } from "../nodes";
import { useCatalog } from "../store/designer";
import { Tile } from "../ui/controls";
import { Icon } from "../ui/Icon";
import type { Line } from "./api";
import { splitLine } from "./text";

/** One line of a journey in words, with the sign of its step. */
export function LineText({ line, step }: { line: Line; step: Step | undefined }) {
  const { name, rest } = splitLine(line.text);
  return (
    <>
      <Sign line={line} step={step} />
      <span className="line-text">
        {name && <strong>{name}</strong>}
        {name && <span className="muted"> · </span>}
        <span className="line-rest">{rest}</span>
      </span>
    </>
  );
}

function Sign({ line, step }: { line: Line; step: Step | undefined }) {
  const catalog = useCatalog();
  if (line.kind === "branch") return <Icon name="arrowRight" size={14} />;
  if (line.kind === "again") return <Icon name="redo" size={14} />;
  if (line.kind === "end" || !step) return <Icon name="minus" size={14} />;
  const { tone, icon } = kindOf(step);
  return <Tile tone={tone(step as never)} icon={icon(step as never, catalog)} />;
}
