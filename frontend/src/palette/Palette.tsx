import { useReactFlow } from "@xyflow/react";
import { useState } from "react";
import { nextPlace } from "../graph/places";
import { getDocument, useDesigner } from "../store/designer";
import { addItem } from "../store/edits";
import { IconButton, Tile } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { startDrag } from "./dragging";
import { type PaletteItem, searched } from "./items";
import { usePalette } from "./usePalette";

const GROUPS = ["events", "flow", "actions"] as const;
const EMPTY = { events: "noEvents", flow: null, actions: "noActions" } as const;

/** What can be added; folded, a button that opens the same list where it is needed. */
export function Palette() {
  const isOpen = useDesigner((now) => now.paletteOpen);
  return isOpen ? <Unfolded /> : <Folded />;
}

function Folded() {
  const t = useWords();
  const canEdit = useDesigner((now) => now.canEdit);
  const { patch } = useDesigner.getState();
  return (
    <aside className="palette folded" aria-label={t("palette")} data-testid="palette">
      <IconButton icon="panel" label={`${t("showPalette")} (B)`} onClick={() => unfold(true)} />
      <IconButton
        icon="plus"
        className="add"
        label={t("addStep")}
        disabled={!canEdit}
        data-testid="add-step"
        onClick={(event) =>
          patch({ quickAdd: { at: nextAt(), screen: { x: event.clientX, y: event.clientY } } })
        }
      />
    </aside>
  );
}

/** Where a step that is added by a button goes: after the selection, or at the end of the flow. */
function nextAt() {
  const { selection, selectedEdge } = useDesigner.getState();
  return selectedEdge ?? nextPlace(getDocument(), selection.at(-1) ?? null, "action");
}

function unfold(paletteOpen: boolean): void {
  useDesigner.getState().patch({ paletteOpen });
}

function Unfolded() {
  const t = useWords();
  const [text, setText] = useState("");
  const all = usePalette();
  const items = searched(all, text);
  const enter = (event: React.KeyboardEvent) => {
    const first = items[0];
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && first) addItem(first, null);
    if (event.key === "Escape") setText("");
  };
  return (
    <aside className="palette" aria-label={t("palette")} data-testid="palette">
      <div className="palette-head">
        <label className="search">
          <Icon name="search" size={16} />
          <input
            value={text}
            placeholder={t("addStep")}
            aria-label={t("addStep")}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={enter}
          />
          <kbd>A</kbd>
        </label>
        <IconButton
          icon="panel"
          className="fold"
          label={`${t("hidePalette")} (B)`}
          onClick={() => unfold(false)}
        />
      </div>
      <div className="palette-list">
        {text && items.length === 0 && <p className="help">{t("nothingFound", { text })}</p>}
        {GROUPS.map((group) => (
          <Group
            key={group}
            group={group}
            items={items.filter((item) => item.group === group)}
            isSearch={text !== ""}
          />
        ))}
      </div>
    </aside>
  );
}

type GroupProps = { group: (typeof GROUPS)[number]; items: PaletteItem[]; isSearch: boolean };

function Group({ group, items, isSearch }: GroupProps) {
  const t = useWords();
  const empty = EMPTY[group];
  if (items.length === 0 && (isSearch || !empty)) return null;
  return (
    <section aria-label={t(group)}>
      <h2>{t(group)}</h2>
      {items.length === 0 && empty && <p className="help">{t(empty)}</p>}
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </section>
  );
}

function Item({ item }: { item: PaletteItem }) {
  const flow = useReactFlow();
  const canEdit = useDesigner((now) => now.canEdit);
  return (
    <button
      type="button"
      className="palette-item"
      data-testid={`palette:${item.id}`}
      disabled={!canEdit}
      title={item.hint || item.name}
      onPointerDown={(event) => startDrag(event, item, flow)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          addItem(item, null);
        }
      }}
    >
      <Tile tone={item.tone} icon={item.icon} />
      <span className="palette-name">{item.name}</span>
    </button>
  );
}
