import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { type Kind, signOf, wordOf } from "./kinds";

/** What became of it, as a shape, a colour and a word that is heard. */
export function Sign({ kind }: { kind: Kind }) {
  const t = useWords();
  return (
    <span className={`sign ${kind}`} title={t(wordOf(kind))}>
      <Icon name={signOf(kind)} size={14} />
      <span className="unseen">{t(wordOf(kind))}</span>
    </span>
  );
}
