import { useState } from "react";
import { useRights } from "../events/rights";
import { Button } from "../ui/controls";
import { Icon, type IconName } from "../ui/Icon";
import { ago, type Translate, useWords } from "../words";
import type { AttentionRow } from "./api";
import { Part } from "./HomePage";
import { leadsTo } from "./leads";

const ICONS: Record<AttentionRow["kind"], IconName> = {
  failed: "alert",
  set_aside: "alert",
  rejected: "x",
  silent: "clock",
  draft: "sliders",
};
const SHOWN = 5;

/** Each thing that somebody should look at, with the way that leads exactly there. */
export function Attention({ rows, now }: { rows: AttentionRow[]; now: string }) {
  const t = useWords();
  const may = useRights();
  const [isWhole, setWhole] = useState(false);
  if (rows.length === 0) {
    return (
      <p className="part well" id="attention">
        <Icon name="check" size={16} /> {t("allWell")}
      </p>
    );
  }
  return (
    <Part title="attention" id="attention">
      <ul className="lines tall" data-testid="attention">
        {rows.slice(0, isWhole ? rows.length : SHOWN).map((row) => (
          <li key={`${row.kind} ${row.journey} ${row.node} ${row.type}`} className={row.kind}>
            <Icon name={ICONS[row.kind]} size={16} />
            <span>
              <a href={leadsTo(row, may("people.read"))}>{title(row, t)}</a>
              <span className="muted">{reason(row, t, now)}</span>
            </span>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && !isWhole && (
        <Button look="quiet" onClick={() => setWhole(true)}>
          {t("andMore", { n: rows.length - SHOWN })}
        </Button>
      )}
    </Part>
  );
}

function title(row: AttentionRow, t: Translate): string {
  const type = row.type_name ?? t("noType");
  if (row.kind === "failed") return t.count("needFailed", row.count, { step: row.node_name ?? "" });
  if (row.kind === "rejected") return t.count("needRejected", row.count, { type });
  if (row.kind === "silent") return t("needSilent", { type });
  if (row.kind === "draft") return t("draftProblems", { name: row.name ?? "" });
  return t.count("needSetAside", row.count);
}

function reason(row: AttentionRow, t: Translate, now: string): string {
  if (row.kind === "failed") return t("inJourney", { name: row.name ?? "" });
  if (row.kind === "draft") return t.count("problems", row.count);
  if (row.kind === "silent") {
    if (!row.at) return t("neverArrived");
    return t("lastArrived", { ago: ago(row.at, t.language, Date.parse(now)) });
  }
  return row.sentence?.[t.language] ?? "";
}
