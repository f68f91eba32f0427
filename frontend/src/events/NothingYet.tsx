import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { Copy } from "./Copy";

/** Before the first event: the command that sends one. */
export function NothingYet({ curl }: { curl: string }) {
  const t = useWords();
  return (
    <div className="nothing" data-testid="nothing-yet">
      <span className="nothing-sign">
        <Icon name="zap" size={28} />
      </span>
      <strong>{t("noEventsTitle")}</strong>
      <p>{t("noEventsHelp")}</p>
      <pre className="command">{curl}</pre>
      {curl.includes("$KEY") && (
        <p>
          {t("curlNeedsKey")} <a href="/admin/events/source/">{t("tabSources")}</a>
        </p>
      )}
      <span className="nothing-acts">
        <Copy text={curl} word="copyCommand" look="primary" />
        <a className="button plain" href="/admin/events/eventtype/add/">
          {t("pasteSample")}
        </a>
      </span>
    </div>
  );
}
