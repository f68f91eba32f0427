import { Icon } from "../ui/Icon";
import { RequestTold } from "../why/Call";
import { useWords } from "../words";
import type { WouldSend } from "./api";

/** What would go out from here, as the other side would get it. Nothing does. */
export function Sent({ sent }: { sent: WouldSend }) {
  const t = useWords();
  return (
    <section className="would-send" aria-label={t("testWouldSend")} data-testid="would-send">
      <h3>
        <Icon name={sent.of === "action" ? "send" : "search"} size={14} />
        {t(sent.of === "action" ? "testWouldSend" : "testWouldAsk")}
        <span className="muted">{sent.name}</span>
      </h3>
      {sent.request && <RequestTold request={sent.request} />}
      {sent.to && <p className="muted sent-to">{sent.to}</p>}
      {sent.error && <p className="error-text">{sent.error.message}</p>}
    </section>
  );
}
