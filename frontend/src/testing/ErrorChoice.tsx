import { useState } from "react";
import { Button, NumberInput } from "../ui/controls";
import { useWords } from "../words";

type Failure = { error: string; status?: number };

/** How asking the outside fails: with an answer that is an error, or without one. */
export function ErrorChoice({ onChoose }: { onChoose: (failure: Failure) => void }) {
  const t = useWords();
  const [status, setStatus] = useState(500);
  return (
    <div className="error-choice">
      <span className="with-status">
        <Button onClick={() => onChoose({ error: "http", status })}>{t("testError")}</Button>
        <NumberInput
          value={status}
          min={400}
          max={599}
          step={1}
          label={t("testStatus")}
          onChange={setStatus}
        />
      </span>
      <Button onClick={() => onChoose({ error: "timeout" })}>{t("testTimeout")}</Button>
    </div>
  );
}
