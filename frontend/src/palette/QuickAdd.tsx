import { useEffect, useRef, useState } from "react";
import { placeFault } from "../graph/links";
import { type QuickAdd as Place, useDesigner, useDocument } from "../store/designer";
import { addItem } from "../store/edits";
import { Tile } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { type PaletteItem, searched } from "./items";
import { usePalette } from "./usePalette";

const WIDTH = 320;
const HEIGHT = 380;

/** The list of steps, at the place where the chosen one will go. */
export function QuickAdd() {
  const place = useDesigner((now) => now.quickAdd);
  return place ? <Open place={place} /> : null;
}

function Open({ place }: { place: Place }) {
  const t = useWords();
  const { graph } = useDocument();
  const patch = useDesigner((now) => now.patch);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const all = usePalette();
  const faultOf = (item: PaletteItem) => placeFault(graph, item.type, place.at);
  const found = searched(all, text);
  const items = [...found.filter((i) => !faultOf(i)), ...found.filter((i) => faultOf(i))];
  const close = () => patch({ quickAdd: null });

  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) patch({ quickAdd: null });
    };
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, [patch]);

  const choose = (item: PaletteItem | undefined) => {
    if (!item || faultOf(item)) return;
    close();
    addItem(item, place.at, place.drop);
  };
  const key = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setActive((active + step + items.length) % Math.max(1, items.length));
    }
    if (event.key === "Enter") choose(items[active]);
    if (event.key === "Escape") close();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      className="quick-add"
      data-testid="quick-add"
      role="dialog"
      aria-label={t("insertHere")}
      style={inView(place.screen)}
    >
      <label className="search">
        <Icon name="search" size={16} />
        <input
          // biome-ignore lint/a11y/noAutofocus: it was opened to type into
          autoFocus
          value={text}
          placeholder={t("addStep")}
          aria-label={t("addStep")}
          role="combobox"
          aria-expanded
          aria-controls="quick-add-list"
          aria-activedescendant={items[active] ? `quick-${items[active].id}` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={key}
        />
      </label>
      <div className="quick-list" id="quick-add-list" role="listbox" aria-label={t("palette")}>
        {items.length === 0 && <p className="help">{t("nothingFound", { text })}</p>}
        {items.map((item, index) => (
          <Row
            key={item.id}
            item={item}
            fault={faultOf(item)}
            isActive={index === active}
            onHover={() => setActive(index)}
            onChoose={() => choose(item)}
          />
        ))}
      </div>
    </div>
  );
}

type RowProps = {
  item: PaletteItem;
  fault: ReturnType<typeof placeFault>;
  isActive: boolean;
  onHover: () => void;
  onChoose: () => void;
};

function Row({ item, fault, isActive, onHover, onChoose }: RowProps) {
  const t = useWords();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView?.({ block: "nearest" });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys
    <div
      ref={row}
      id={`quick-${item.id}`}
      className="quick-row"
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-disabled={fault !== null}
      data-testid={`quick:${item.id}`}
      onPointerMove={onHover}
      onClick={onChoose}
    >
      <Tile tone={item.tone} icon={item.icon} />
      <span>
        <span className="quick-name">{item.name}</span>
        <span className="quick-hint">{fault ? t(fault) : item.hint}</span>
      </span>
    </div>
  );
}

function inView(screen: { x: number; y: number }) {
  const left = Math.max(8, Math.min(screen.x - WIDTH / 2, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(screen.y, window.innerHeight - HEIGHT - 8));
  return { left, top, width: WIDTH, maxHeight: HEIGHT };
}
