import type { JourneyRow, RunRow, Status } from "../api/types";
import { momentText, useWords, type WordKey } from "../words";
import { Icon } from "./Icon";

/** A journey's status as a shape and a word. */
export function StatusMark({ row }: { row: { status: Status; live_version: number | null } }) {
  const t = useWords();
  return (
    <span className={`status ${row.status}`}>
      <span className="dot" />
      {row.status === "live" && row.live_version !== null
        ? t("liveVersion", { n: row.live_version })
        : t(row.status)}
    </span>
  );
}

export function EventChip({ row }: { row: JourneyRow }) {
  if (!row.entry_event) return <span className="muted">–</span>;
  return (
    <span className="event-chip">
      <Icon name="zap" size={14} />
      {row.entry_event}
    </span>
  );
}

/** What a run is doing, and until when. */
export function RunStatusMark({ run }: { run: RunRow }) {
  const t = useWords();
  return (
    <span className={`status run-${run.status}`}>
      <span className="dot" />
      {t(`run_${run.status}` as WordKey)}
      {run.wake_at && (
        <span className="muted">
          {t("untilMoment", { moment: momentText(run.wake_at, t.language) })}
        </span>
      )}
    </span>
  );
}
