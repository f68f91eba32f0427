import { useEffect, useState } from "react";
import { Button } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords, type WordKey } from "../words";

type Props = { text: string; word?: WordKey; look?: "primary" | "plain" | "quiet" };

/** Copies a text, and says for a moment that it did. */
export function Copy({ text, word = "copy", look = "plain" }: Props) {
  const t = useWords();
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), 2_000);
    return () => clearTimeout(timer);
  }, [isDone]);
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    setDone(true);
  };
  return (
    <Button look={look} className="copy" onClick={() => void copy()}>
      <Icon name={isDone ? "check" : "copy"} size={15} />
      <span aria-live="polite">{t(isDone ? "copied" : word)}</span>
    </Button>
  );
}
