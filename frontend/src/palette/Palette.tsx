import { useReactFlow } from "@xyflow/react";
import { useState } from "react";
import { useDesigner } from "../store/designer";
import { addItem } from "../store/edits";
import { Tile } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { startDrag } from "./dragging";
import { type PaletteItem, searched } from "./items";
import { usePalette } from "./usePalette";

const GROUPS = ["events", "flow", "actions"] as const;
const EMPTY = { events: "noEvents", flow: null, actions: "noActions" } as const;

export function Palette() {
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
      <h3>{t(group)}</h3>
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
