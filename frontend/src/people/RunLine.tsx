import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { RunRow, RunStep } from "../api/types";
import { RunStatusMark } from "../ui/status";
import { fateText, momentText, useWords } from "../words";

const REFRESH = 3_000;

/** One way through a journey: what happened when, and which ways out were taken. */
export function RunLine({ run, isOpen }: { run: RunRow; isOpen: boolean }) {
  const t = useWords();
  const [open, setOpen] = useState(isOpen);
  return (
    <details
      className="run"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-testid={`run:${run.id}`}
    >
      <summary>
        <strong>{run.journey_name}</strong> <span className="muted">v{run.version}</span>
        <span className="gap" />
        <RunStatusMark run={run} />
      </summary>
      {open && <Steps run={run} />}
      <a href={`/journeys/${run.journey}/`}>{t("openCanvas")}</a>
    </details>
  );
}

function Steps({ run }: { run: RunRow }) {
  const t = useWords();
  const detail = useQuery({
    queryKey: ["run", run.id],
    queryFn: () => api.run(run.id),
    refetchInterval: REFRESH,
  });
  if (!detail.data) return <p className="muted">{t("loading")}</p>;
  return (
    <ol className="trail">
      {detail.data.steps.map((step) => (
        <Step key={`${step.seq} ${step.at} ${step.code}`} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { step: RunStep }) {
  const t = useWords();
  return (
    <li>
      <time dateTime={step.at}>{momentText(step.at, t.language)}</time>
      <span className={`fate ${step.code}`}>{fateText(step.code, t)}</span>
      <ul>
        {step.path.map((left) => (
          <li key={left.node}>
            {left.name}
            {left.port_name && left.port !== "next" && (
              <span className="muted"> → {left.port_name}</span>
            )}
          </li>
        ))}
        {step.node_name && (
          <li>
            <strong>{step.node_name}</strong>
          </li>
        )}
      </ul>
      {step.error && (
        <p className="error-text">{step.error.message ?? step.error.code ?? t("error")}</p>
      )}
    </li>
  );
}
