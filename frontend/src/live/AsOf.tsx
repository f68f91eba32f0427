import { useEffect, useState } from "react";
import { type Translate, useWords } from "../words";
import { OLD, useNumbers } from "./numbers";

/** When the numbers were true, to the second; amber once that is long ago. */
export function AsOf() {
  const t = useWords();
  const now = useSeconds();
  const heardAt = useNumbers((own) => own.heardAt);
  const serverAt = useNumbers((own) => own.serverAt);
  const failure = useNumbers((own) => own.failure);
  if (heardAt === 0) return <span className="as-of muted">{t("loading")}</span>;
  const age = Math.max(0, now - heardAt);
  const isOld = age > OLD || failure !== "";
  const time = timeText(serverAt, t);
  return (
    <span className={`as-of muted ${isOld ? "old" : ""}`} data-testid="as-of">
      <span className="dot" />
      {isOld ? t("asOfOld", { time, n: Math.round(age / 1000) }) : t("asOf", { time })}
    </span>
  );
}

function timeText(at: number, t: Translate): string {
  const parts = {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  } as const;
  return new Intl.DateTimeFormat(t.language, parts).format(at);
}

/** The clock, each second. */
function useSeconds(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
