import { useEffect, useRef, useState } from "react";
import type { Catalog } from "../api/types";
import { focusCard } from "../canvas/keyboard";
import { flowOrder } from "../graph/order";
import type { Graph } from "../graph/types";
import { kindOf, nameOf } from "../nodes";
import { useCatalog, useDesigner, useDocument } from "../store/designer";
import { IconButton } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { type Translate, useWords } from "../words";

/** Finds steps by name, kind, event, action or any text in their settings, one after the other. */
export function Find() {
  const isOpen = useDesigner((now) => now.overlay === "find");
  return isOpen ? <Open /> : null;
}

function Open() {
  const t = useWords();
  const catalog = useCatalog();
  const { graph } = useDocument();
  const { select, patch } = useDesigner.getState();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const found = matches(graph, text, t, catalog);
  const current = found[at % Math.max(1, found.length)];

  useEffect(() => {
    if (current !== undefined) select([current]);
  }, [current, select]);

  const go = (by: number) => setAt((at + by + found.length) % Math.max(1, found.length));
  const close = () => {
    patch({ overlay: null });
    if (current !== undefined) focusCard(current);
  };
  const key = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") close();
    if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(event.key === "ArrowDown" ? 1 : -1);
    }
  };
  return (
    <search className="find" data-testid="find">
      <Icon name="search" size={16} />
      <input
        ref={input}
        // biome-ignore lint/a11y/noAutofocus: it was opened to type into
        autoFocus
        value={text}
        placeholder={t("findPlaceholder")}
        aria-label={t("find")}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={key}
      />
      <output className="muted">
        {text && found.length === 0 && t("findNone")}
        {found.length > 0 && t("findCount", { n: (at % found.length) + 1, of: found.length })}
      </output>
      <IconButton icon="up" label={t("before")} onClick={() => go(-1)} />
      <IconButton icon="down" label={t("after")} onClick={() => go(1)} />
      <IconButton icon="x" label={t("close")} onClick={close} />
    </search>
  );
}

/** The steps in which every word of a text occurs, in the order of the flow; none for no text. */
export function matches(graph: Graph, text: string, t: Translate, catalog: Catalog): string[] {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  return flowOrder(graph).filter((key) => {
    const step = graph.nodes[key];
    if (!step) return false;
    const kind = kindOf(step);
    const own = fold(
      [
        nameOf(step, t),
        t(kind.word),
        kind.summary(step as never, t, catalog),
        JSON.stringify(step.config),
      ].join(" "),
    );
    return wanted.every((word) => own.includes(word));
  });
}

function fold(text: string): string {
  return text.normalize("NFKD").toLowerCase();
}
