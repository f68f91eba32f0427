import { useMemo } from "react";
import type { RunRow } from "../api/types";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { present } from "../ui/present";
import { RunStatusMark } from "../ui/status";
import type { Why } from "../why/api";
import { Honest } from "../why/Honest";
import { RunButtons } from "../why/RunButtons";
import { Stands } from "../why/Stands";
import { Story } from "../why/Story";
import { chapters, isOver, zoneOf } from "../why/story";
import { type Clock, clockText, elapsedText, momentIn, ownZone, secondsBetween } from "../why/time";
import { useWhy } from "../why/useWhy";
import { ago, useWords } from "../words";
import type { Paged } from "./Person";
import { Trouble } from "./Trouble";

type Props = {
  page: Paged<RunRow>;
  open: string | null;
  onOpen: (run: string | null) => void;
  canPublish: boolean;
};

/** Every way through a journey, the newest first; above them what is still to come. */
export function Runs({ page, open, onOpen, canPublish }: Props) {
  const t = useWords();
  return (
    <section className="part runs" aria-label={t("theirJourneys")}>
      <h2>{t("theirJourneys")}</h2>
      {page.rows.length === 0 && <p className="muted">{t("noRunsOf")}</p>}
      <ol className="ways">
        <Coming runs={page.rows} />
        {page.rows.map((run) => (
          <Way
            key={run.id}
            run={run}
            isOpen={run.id === open}
            onToggle={() => onOpen(run.id === open ? null : run.id)}
            canPublish={canPublish}
          />
        ))}
      </ol>
      {page.hasMore && (
        <Button onClick={page.more} data-testid="older-runs">
          {t("olderRuns")}
        </Button>
      )}
    </section>
  );
}

/** What will happen by itself: the end of each wait, the last one on top. */
function Coming({ runs }: { runs: RunRow[] }) {
  const t = useWords();
  const waiting = runs
    .filter((run) => run.status === "waiting" && run.wake_at)
    .sort((a, b) => Date.parse(b.wake_at ?? "") - Date.parse(a.wake_at ?? ""));
  return waiting.map((run) => (
    <li key={run.id} className="way coming" data-testid={`coming:${run.id}`}>
      <p>
        <time dateTime={run.wake_at ?? undefined}>
          {momentIn(run.wake_at ?? "", t.language, run.zone)} ({run.zone})
        </time>
      </p>
      <p>
        <Icon name="clock" size={15} /> {t("willLeave", { step: run.node_name ?? "" })}
        <span className="muted"> {run.journey_name}</span>
      </p>
    </li>
  ));
}

type WayProps = { run: RunRow; isOpen: boolean; onToggle: () => void; canPublish: boolean };

function Way({ run, isOpen, onToggle, canPublish }: WayProps) {
  const t = useWords();
  return (
    <li className={`way run-${run.status}`} data-testid={`run:${run.id}`}>
      <div className="way-head">
        <button
          type="button"
          className="way-button"
          aria-expanded={isOpen}
          onClick={onToggle}
          data-testid={`open-run:${run.id}`}
        >
          <Icon name={isOpen ? "down" : "right"} size={16} />
          <span className="way-text">
            <span className="way-name">
              <strong>{run.journey_name}</strong> <span className="muted">v{run.version}</span>
              <RunStatusMark run={{ ...run, wake_at: null }} />
            </span>
            <span className="muted">{whenText(run, t)}</span>
          </span>
        </button>
        <a
          className="button plain"
          href={`/journeys/${run.journey}/?run=${run.id}`}
          data-testid={`canvas:${run.id}`}
        >
          <Icon name="route" size={15} /> {t("runOnCanvas")}
        </a>
      </div>
      {isOpen && <Opened run={run.id} canPublish={canPublish} />}
    </li>
  );
}

/** Where the run stands, when it began, and how long it took. */
function whenText(run: RunRow, t: ReturnType<typeof useWords>): string {
  const at = run.node_name ? t("atStep", { step: run.node_name }) : "";
  if (!run.entered_at) return at;
  const clock = { zone: run.zone, now: present() };
  const entered = t("enteredAt", { when: clockText(run.entered_at, t.language, clock) });
  const parts = [at, entered];
  if (run.ended_at) {
    const length = elapsedText(secondsBetween(run.entered_at, run.ended_at), t);
    parts.push(t("tookLength", { length }));
  } else if (!isOver(run.status)) parts.push(ago(run.entered_at, t.language, present()));
  return parts.filter(Boolean).join(" · ");
}

/** The story of a run, as beside the canvas. */
function Opened({ run, canPublish }: { run: string; canPublish: boolean }) {
  const t = useWords();
  const { why, error, again } = useWhy(run);
  if (!why) {
    return error ? (
      <Trouble error={error} again={again} />
    ) : (
      <p className="muted">{t("loading")}</p>
    );
  }
  return <Told why={why} again={again} canPublish={canPublish} />;
}

type ToldProps = { why: Why; again: () => void; canPublish: boolean };

function Told({ why, again, canPublish }: ToldProps) {
  const t = useWords();
  const zone = zoneOf(why);
  const clock = useMemo<Clock>(() => ({ zone, now: Date.parse(why.now) }), [zone, why.now]);
  const told = useMemo(() => chapters(why), [why]);
  return (
    <div className="way-story">
      <Stands why={why} clock={clock} />
      <RunButtons why={why} canPublish={canPublish} onDone={again} />
      <Honest why={why} />
      <p className="story-title">
        <strong>{t("whatHappened")}</strong>
        <span className="muted">{t("timesOf", { zone: zone ?? ownZone() })}</span>
      </p>
      <Story
        told={told}
        clock={clock}
        choosing={{
          hrefOf: (entry) =>
            `/journeys/${why.run.journey}/?run=${why.run.id}${entry.card ? `&step=${entry.card}` : ""}`,
        }}
      />
    </div>
  );
}
