import { useState } from "react";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { replayEvent } from "./api";

type Props = {
  id: string;
  canReplay: boolean;
  onSent: () => void;
  onOpen: (id: string) => void;
};

/** An ignored event once more, after what kept it out was mended. */
export function SendAgain({ id, canReplay, onSent, onOpen }: Props) {
  const t = useWords();
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState("");
  const [made, setMade] = useState("");
  const send = async () => {
    setSending(true);
    setFailure("");
    try {
      setMade((await replayEvent(id)).id);
      onSent();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setSending(false);
  };
  return (
    <section>
      <h3>{t("sendAgainTitle")}</h3>
      <p className="muted">{t(canReplay ? "sendAgainHelp" : "replayNeedsRole")}</p>
      <Button
        disabled={!canReplay || isSending}
        data-testid="send-again"
        onClick={() => void send()}
      >
        <Icon name="redo" size={16} /> {t("sendAgain")}
      </Button>
      {failure && (
        <p className="failure" role="alert">
          <Icon name="alert" size={16} /> <span>{failure}</span>
        </p>
      )}
      {made && <Outcome id={made} onOpen={onOpen} />}
    </section>
  );
}

/** That it was accepted, and the way to what became of it. */
export function Outcome({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
  const t = useWords();
  return (
    <p className="outcome" role="status" data-testid="outcome">
      <Icon name="check" size={16} />
      <span>{t("acceptedAs", { id })}</span>
      <a
        href={`/events/?open=e${id}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          onOpen(id);
        }}
      >
        {t("seeOutcome")}
      </a>
    </p>
  );
}
