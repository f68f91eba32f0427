import { useEffect, useState } from "react";
import { ApiError, api } from "../api/client";
import { useDesigner } from "../store/designer";
import { Button, Dialog } from "../ui/controls";
import { useWords, words } from "../words";
import { ProblemList } from "./Problems";
import { reloadJourney, saveNow } from "./saving";

/** What stands in the way of publishing, a note, and the button that does it. */
export function Publish({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const journey = useDesigner((now) => now.journey);
  const problems = useDesigner((now) => now.problems);
  const saving = useDesigner((now) => now.saving.kind);
  const [note, setNote] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  useEffect(() => void saveNow(), []);
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
      title={t("publishTitle", { n: next })}
      closeLabel={t("close")}
      onClose={onClose}
      footer={
        <>
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
      {errors > 0 && <p className="error-text">{t.count("publishBlocked", errors)}</p>}
      {problems.length === 0 && <p>{t("publishReady")}</p>}
      {problems.length > 0 && <ProblemList problems={problems} onGo={onClose} />}
      {journey.inside > 0 && journey.live_version !== null && (
        <p className="help">
          {t.count("publishStay", journey.inside, { v: journey.live_version })}
        </p>
      )}
      <label className="field">
        <span className="field-label">{t("publishNote")}</span>
        <textarea
          className="input"
          rows={2}
          value={note}
          data-testid="publish-note"
          maxLength={1000}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {failure && (
        <p className="error-text" role="alert">
          {failure}
        </p>
      )}
    </Dialog>
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
