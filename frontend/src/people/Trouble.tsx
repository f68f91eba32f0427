import { ApiError } from "../api/client";
import { Button } from "../ui/controls";
import { useWords } from "../words";

/** Why something could not be shown, and what one can do. */
export function Trouble({ error, again }: { error: Error; again: () => void }) {
  const t = useWords();
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 401) {
    return (
      <div className="trouble" role="alert">
        <p>{t("signedOutPeople")}</p>
        <Button look="primary" onClick={() => window.location.reload()}>
          {t("signIn")}
        </Button>
      </div>
    );
  }
  return (
    <div className="trouble" role="alert">
      <p>{status === 403 ? t("mayNotSeePeople") : t("loadFailed", { reason: error.message })}</p>
      {status !== 403 && <Button onClick={again}>{t("tryAgain")}</Button>}
    </div>
  );
}
