import { linkTargets } from "../graph/places";
import { portsOf } from "../graph/ports";
import { kindOf, nameOf, portLabel } from "../nodes";
import { useCatalog, useDesigner, useDocument } from "../store/designer";
import { connect } from "../store/edits";
import { Button, Tile } from "../ui/controls";
import { useWords } from "../words";
import { focusCard } from "./keyboard";

/** While a way out looks for its target: what to do, which way out, and the steps it may lead to. */
export function ConnectBar() {
  const t = useWords();
  const catalog = useCatalog();
  const from = useDesigner((now) => now.connecting);
  const patch = useDesigner((now) => now.patch);
  const document = useDocument();
  const { nodes } = document.graph;
  const step = from ? nodes[from.node] : undefined;
  if (!from || !step) return null;
  const finish = (to: string | null) => {
    if (to) connect(from, to);
    patch({ connecting: null });
    focusCard(from.node);
  };
  return (
    <div className="connect-bar" role="dialog" aria-label={t("chooseNext")} data-testid="connect">
      <p>{t("chooseNext")}</p>
      <div className="connect-ports">
        {portsOf(step).map((port) => (
          <button
            key={port.id}
            type="button"
            aria-pressed={port.id === from.port}
            onClick={() => patch({ connecting: { node: from.node, port: port.id } })}
          >
            {portLabel(step, port.id, t, catalog)}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape from the buttons inside */}
      <div
        className="connect-list"
        onKeyDown={(event) => {
          if (event.key === "Escape") finish(null);
        }}
      >
        {linkTargets(document, from).map((key, index) => {
          const target = nodes[key];
          if (!target) return null;
          const kind = kindOf(target);
          return (
            <button
              key={key}
              type="button"
              // biome-ignore lint/a11y/noAutofocus: by keyboard the list is where one goes on
              autoFocus={index === 0}
              data-testid={`connect:${key}`}
              onClick={() => finish(key)}
            >
              <Tile tone={kind.tone(target as never)} icon={kind.icon(target as never, catalog)} />
              {nameOf(target, t)}
            </button>
          );
        })}
      </div>
      <Button onClick={() => finish(null)}>{t("cancel")}</Button>
    </div>
  );
}
