import { api } from "../api/client";
import type { VersionRow } from "../api/types";
import { readDocument } from "../graph/reading";
import { useDesigner } from "../store/designer";
import { Button, Popover } from "../ui/controls";
import { present } from "../ui/present";
import { ago, useWords, words } from "../words";
import { attempt } from "./saving";

/** The published versions, the newest first, with how many people are inside each. */
export function Versions() {
  const t = useWords();
  const versions = useDesigner((now) => now.journey?.versions) ?? [];
  const newestFirst = [...versions].sort((a, b) => b.number - a.number);
  return (
    <Popover
      label={t("versions")}
      button={(open, isOpen) => (
        <Button className="seldom" aria-expanded={isOpen} data-testid="versions" onClick={open}>
          {t("versions")}
        </Button>
      )}
    >
      {(close) => (
        <div className="versions">
          {versions.length === 0 && <p className="help pad">{t("noVersions")}</p>}
          {newestFirst.map((one) => (
            <Version key={one.number} version={one} onUse={close} />
          ))}
        </div>
      )}
    </Popover>
  );
}

function Version({ version, onUse }: { version: VersionRow; onUse: () => void }) {
  const t = useWords();
  const canEdit = useDesigner((now) => now.canEdit);
  const use = () => {
    onUse();
    void takeAsDraft(version.number);
  };
  return (
    <div className="version" data-testid={`version:${version.number}`}>
      <div>
        <strong>{t("version", { n: version.number })}</strong>
        <span className={`chip ${version.status}`}>
          <span className="dot" />
          {t(version.status)}
        </span>
        <span className="muted">{t.count("inside", version.inside)}</span>
      </div>
      <div className="muted">
        {t("publishedBy", {
          when: ago(version.published_at, t.language, present()),
          who: version.published_by ?? "–",
        })}
      </div>
      {version.note && <p>{version.note}</p>}
      {canEdit && (
        <Button look="quiet" data-testid={`use:${version.number}`} onClick={use}>
          {t("useAsDraft")}
        </Button>
      )}
    </div>
  );
}

/** Draws what a version has in place of the draft; the draft is one undo away. */
async function takeAsDraft(number: number): Promise<void> {
  const { journey, replace, say } = useDesigner.getState();
  if (!journey) return;
  await attempt(async () => {
    const { graph, layout } = await api.version(journey.id, number);
    replace(readDocument(graph, layout));
    say(words()("usedAsDraft", { n: number }), true);
  });
}
