import { type ReactNode, useEffect, useMemo, useState } from "react";
import { ApiError, api } from "../api/client";
import type { Journey } from "../api/types";
import { type Change, type Changes, changesBetween } from "../graph/changes";
import { LineText } from "../outline/LineText";
import { partsOf } from "../outline/text";
import { useTold } from "../outline/told";
import { useDesigner } from "../store/designer";
import { Button, Dialog } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords, words } from "../words";
import { ChangeList } from "./ChangeList";
import { openAt } from "./modes";
import { ProblemList } from "./Problems";
import { reloadJourney, saveNow } from "./saving";
import { useLiveVersion } from "./useLiveVersion";

/** What will be published, told so that anyone can judge it, and the button that does it. */
export function Publish({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const journey = useDesigner((now) => now.journey);
  const problems = useDesigner((now) => now.problems);
  const saving = useDesigner((now) => now.saving.kind);
  const [note, setNote] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const published = useLiveVersion();
  const changes = useChanges(published);
  useEffect(() => {
    void saveNow();
    // It is the draft that is reviewed: so the draft is what lies behind.
    if (useDesigner.getState().mode === "live") void openAt(DRAFT);
  }, []);
  if (!journey) return null;
  const errors = problems.filter((one) => one.severity === "error").length;
  const next = Math.max(0, ...journey.versions.map((one) => one.number)) + 1;
  const publish = async () => {
    setBusy(true);
    setFailure(await tryPublish(journey.id, note, onClose));
    setBusy(false);
  };
  return (
    <Dialog
      className="sheet"
      title={t("reviewPublish")}
      closeLabel={t("close")}
      onClose={onClose}
      footer={
        <>
          <span className={`sheet-state ${errors > 0 ? "error-text" : ""}`}>
            <Icon name={errors > 0 ? "alert" : "check"} size={16} />
            {errors > 0 ? t.count("publishBlocked", errors) : t("publishReady")}
          </span>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            look="primary"
            data-testid="publish-confirm"
            disabled={isBusy || errors > 0 || saving !== "saved"}
            onClick={() => void publish()}
          >
            {isBusy ? t("publishing") : t("publishTitle", { n: next })}
          </Button>
        </>
      }
    >
      <div className="sheet-words">
        <Section n={1} title={t("reviewWords")}>
          <InWords changes={changes?.steps ?? []} onGo={onClose} />
        </Section>
      </div>
      <div className="sheet-rest">
        <Section n={2} title={t("reviewChanges")}>
          <ChangeList published={published} changes={changes} onGo={onClose} />
        </Section>
        <Section n={3} title={t("reviewProblems")}>
          {problems.length === 0 ? (
            <p className="fine">
              <Icon name="check" size={16} />
              {t("reviewNoProblems")}
            </p>
          ) : (
            <ProblemList problems={problems} onGo={onClose} />
          )}
        </Section>
        <Section n={4} title={t("reviewPeople")}>
          <Inside journey={journey} next={next} />
        </Section>
        <Section n={5} title={t("reviewNote")}>
          <textarea
            className="input"
            rows={2}
            value={note}
            aria-label={t("publishNote")}
            placeholder={t("publishNote")}
            data-testid="publish-note"
            maxLength={1000}
            onChange={(event) => setNote(event.target.value)}
          />
        </Section>
        {failure && (
          <p className="error-text" role="alert">
            {failure}
          </p>
        )}
      </div>
    </Dialog>
  );
}

const DRAFT = { mode: "edit", version: null, run: null, step: null } as const;

function Section({ n, title, children }: { n: number; title: string; children: ReactNode }) {
  return (
    <section className="review" data-testid={`review:${n}`}>
      <h3>
        <span className="review-number" aria-hidden="true">
          {n}
        </span>
        {title}
      </h3>
      {children}
    </section>
  );
}

function useChanges(found: ReturnType<typeof useLiveVersion>): Changes | null {
  const graph = useDesigner((now) => now.history.present.graph);
  const before = found.state === "ready" ? found.published.graph : null;
  return useMemo(() => (before ? changesBetween(before, graph) : null), [before, graph]);
}

/** The whole journey line by line; each line leads to its step. */
function InWords({ changes, onGo }: { changes: Change[]; onGo: () => void }) {
  const t = useWords();
  const told = useTold((now) => now.told);
  const failure = useTold((now) => now.failure);
  const { nodes } = useDesigner((now) => now.history.present.graph);
  const kinds = useMemo(() => new Map(changes.map((one) => [one.key, one.kind])), [changes]);
  if (!told) {
    const reason = t("wordsFailed", { reason: failure });
    return <p className="muted">{failure ? reason : t("loading")}</p>;
  }
  const { settings, flow } = partsOf(told.lines);
  const go = (key: string) => {
    onGo();
    useDesigner.getState().open(key);
  };
  return (
    <>
      <ul className="outline-settings">
        {settings.map((line) => (
          <li key={line.text}>{line.text}</li>
        ))}
      </ul>
      <ul className="lines">
        {flow.map((line, index) => {
          const { node } = line;
          const kind = line.kind === "step" && node ? kinds.get(node) : undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own
            <li key={`${line.kind} ${node} ${line.port} ${index}`}>
              <button
                type="button"
                className={`line of-${line.kind}`}
                style={{ "--depth": line.depth } as React.CSSProperties}
                disabled={node === null}
                data-testid={`told:${line.kind}:${node ?? ""}`}
                onClick={() => node && go(node)}
              >
                <LineText line={line} step={node ? nodes[node] : undefined} />
                {kind && (
                  <span className={`change-chip of-${kind}`}>
                    {t(kind === "added" ? "isNew" : "isChanged")}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Who is inside which version, and what becomes of them. */
function Inside({ journey, next }: { journey: Journey; next: number }) {
  const t = useWords();
  const versions = journey.versions
    .filter((one) => one.inside > 0)
    .sort((a, b) => b.number - a.number);
  return (
    <>
      {versions.length === 0 && <p>{t("reviewNobody")}</p>}
      {versions.length > 0 && (
        <ul className="insides">
          {versions.map(({ number, inside }) => (
            <li key={number} data-testid={`stay:${number}`}>
              <Icon name="user" size={16} />
              <span>{t.count("publishStay", inside, { v: number })}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="help">
        {journey.live_version === null
          ? t("reviewEnterFirst", { n: next })
          : t("reviewEnter", { n: next, v: journey.live_version })}
      </p>
    </>
  );
}

/** Publishes what is saved; gives what went wrong, empty when nothing did. */
async function tryPublish(id: string, note: string, onDone: () => void): Promise<string> {
  try {
    await saveNow();
    const { version } = await api.publish(id, useDesigner.getState().revision, note);
    await reloadJourney();
    onDone();
    useDesigner.getState().say(words()("published", { n: version }));
    return "";
  } catch (error) {
    if (!(error instanceof ApiError)) return String(error);
    const first = error.errors[0]?.detail;
    return first ? `${error.message} ${first}` : error.message;
  }
}
