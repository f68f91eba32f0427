import { useState } from "react";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { type Why, whyApi } from "./api";
import { isOver } from "./story";

type Props = { why: Why; canPublish: boolean; onDone: () => void };

/** What one can do with a run: try it again, end it, or play it through in the simulator. */
export function RunButtons({ why, canPublish, onDone }: Props) {
  const t = useWords();
  const { id, status, journey } = why.run;
  const [isEnding, setEnding] = useState(false);
  const [told, setTold] = useState<{ text: string; isBad: boolean } | null>(null);
  const ask = async (what: "retry" | "end") => {
    setEnding(false);
    try {
      await whyApi[what](id);
      setTold({ text: t(what === "retry" ? "whyRetried" : "whyEnded"), isBad: false });
      setTimeout(onDone, 700);
    } catch (error) {
      setTold({ text: error instanceof Error ? error.message : String(error), isBad: true });
    }
  };
  const isLocked = !canPublish;
  return (
    <div className="run-buttons">
      <div className="run-row">
        {status === "failed" && (
          <Button
            look="primary"
            disabled={isLocked}
            title={isLocked ? t("whyNeedsPublish") : undefined}
            data-testid="retry-run"
            onClick={() => void ask("retry")}
          >
            <Icon name="redo" size={15} /> {t("retry")}
          </Button>
        )}
        {!isOver(status) && !isEnding && (
          <Button
            disabled={isLocked}
            title={isLocked ? t("whyNeedsPublish") : undefined}
            data-testid="end-run"
            onClick={() => setEnding(true)}
          >
            {t("endRun")}
          </Button>
        )}
        <a className="button plain" href={`/journeys/${journey}/?mode=test&from=${id}`}>
          <Icon name="flask" size={15} /> {t("tryInSimulator")}
        </a>
      </div>
      {isEnding && (
        <div className="ending" role="alertdialog" aria-label={t("endRun")}>
          <p>{t("endRunText")}</p>
          <Button look="danger" data-testid="end-run-yes" onClick={() => void ask("end")}>
            {t("endRunYes")}
          </Button>
          <Button onClick={() => setEnding(false)}>{t("cancel")}</Button>
        </div>
      )}
      <p className={told?.isBad ? "error-text" : "muted"} role="status">
        {told?.text}
      </p>
    </div>
  );
}
