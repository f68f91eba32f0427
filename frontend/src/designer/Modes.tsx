import { type Mode, useDesigner } from "../store/designer";
import { Icon, type IconName } from "../ui/Icon";
import { useWords } from "../words";
import { enter } from "./modes";

const MODES: [Mode, "modeEdit" | "modeTest" | "modeLive", IconName, string][] = [
  ["edit", "modeEdit", "pencil", "E"],
  ["test", "modeTest", "flask", "T"],
  ["live", "modeLive", "activity", "L"],
];

/** One canvas, three uses: draw, try out, watch. */
export function Modes() {
  const t = useWords();
  const mode = useDesigner((now) => now.mode);
  const isPublished = useDesigner((now) => (now.journey?.versions.length ?? 0) > 0);
  return (
    <fieldset className="modes" aria-label={t("modes")}>
      {MODES.map(([one, word, icon, key]) => (
        <button
          key={one}
          type="button"
          aria-pressed={mode === one}
          aria-keyshortcuts={key}
          disabled={one === "live" && !isPublished}
          title={one === "live" && !isPublished ? t("notPublishedYet") : `${t(word)} (${key})`}
          data-testid={`mode:${one}`}
          onClick={() => void enter(one)}
        >
          <Icon name={icon} size={15} />
          <span>{t(word)}</span>
        </button>
      ))}
    </fieldset>
  );
}
