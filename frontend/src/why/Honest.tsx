import { useWords } from "../words";
import type { Why } from "./api";

/** Where the explanation could not be checked against the record, one sentence says so. */
export function Honest({ why }: { why: Why }) {
  const t = useWords();
  if (why.replayed) return null;
  const lack = why.lacks[0]?.what;
  return (
    <p className="honest" role="note">
      {lack ? t("notChecked", { what: t(LACKS[lack] ?? "lack_other") }) : t("differsTold")}
    </p>
  );
}

const LACKS: Record<
  string,
  "lack_event" | "lack_answer" | "lack_beginning" | "lack_value" | "lack_past_events"
> = {
  event: "lack_event",
  answer: "lack_answer",
  beginning: "lack_beginning",
  value: "lack_value",
  past_events: "lack_past_events",
};
