import { useDesigner } from "../store/designer";
import { Button, Popover } from "../ui/controls";
import { ago, useWords } from "../words";

/** The published versions, the newest first, with how many people are inside each. */
export function Versions() {
  const t = useWords();
  const versions = useDesigner((now) => now.journey?.versions) ?? [];
  const newestFirst = [...versions].sort((a, b) => b.number - a.number);
  return (
    <Popover
      label={t("versions")}
      button={(open, isOpen) => (
        <Button aria-expanded={isOpen} data-testid="versions" onClick={open}>
          {t("versions")}
        </Button>
      )}
    >
      {() => (
        <div className="versions">
          {versions.length === 0 && <p className="help pad">{t("noVersions")}</p>}
          {newestFirst.map((one) => (
            <div key={one.number} className="version" data-testid={`version:${one.number}`}>
              <div>
                <strong>{t("version", { n: one.number })}</strong>
                <span className={`chip ${one.status}`}>
                  <span className="dot" />
                  {t(one.status)}
                </span>
                <span className="muted">{t.count("inside", one.inside)}</span>
              </div>
              <div className="muted">
                {t("publishedBy", {
                  when: ago(one.published_at, t.language, Date.now()),
                  who: one.published_by ?? "–",
                })}
              </div>
              {one.note && <p>{one.note}</p>}
            </div>
          ))}
        </div>
      )}
    </Popover>
  );
}
