import { type ReactNode, useRef, useState } from "react";
import { Button, IconButton } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";

type RowsProps<T> = {
  title: string;
  help: string;
  addLabel: string;
  items: T[];
  head: (item: T, index: number) => ReactNode;
  body: (item: T, index: number) => ReactNode;
  onAdd: () => void;
  onMove: (from: number, to: number) => void;
  onRemove: (index: number) => void;
};

/** Numbered rows, in the order in which they count: moved by their grip, by buttons or Alt+arrows. */
export function Rows<T extends { key: string }>(props: RowsProps<T>) {
  const t = useWords();
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const grip = (event: React.PointerEvent, index: number) => {
    event.preventDefault();
    let at = index;
    setDragged(index);
    const move = (now: PointerEvent) => {
      const over = rowAt(list.current, now.clientY);
      if (over === null || over === at) return;
      props.onMove(at, over);
      at = over;
      setDragged(over);
    };
    const end = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      setDragged(null);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
  };
  const key = (event: React.KeyboardEvent, index: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !step) return;
    event.preventDefault();
    props.onMove(index, index + step);
  };
  return (
    <div className="rows">
      <span className="field-label">{props.title}</span>
      <p className="help">{props.help}</p>
      <ol ref={list}>
        {props.items.map((item, index) => (
          <li
            key={item.key}
            className={`row ${dragged === index ? "dragged" : ""}`}
            onKeyDown={(event) => key(event, index)}
          >
            <div className="row-head">
              <span className="grip" onPointerDown={(event) => grip(event, index)}>
                <Icon name="grip" size={14} />
              </span>
              <span className="row-number">{index + 1}</span>
              {props.head(item, index)}
              <IconButton
                icon="up"
                label={t("moveUp")}
                disabled={index === 0}
                onClick={() => props.onMove(index, index - 1)}
              />
              <IconButton
                icon="down"
                label={t("moveDown")}
                disabled={index === props.items.length - 1}
                onClick={() => props.onMove(index, index + 1)}
              />
              <IconButton icon="x" label={t("remove")} onClick={() => props.onRemove(index)} />
            </div>
            <div className="row-body">{props.body(item, index)}</div>
          </li>
        ))}
      </ol>
      <Button look="quiet" onClick={props.onAdd}>
        + {props.addLabel}
      </Button>
    </div>
  );
}

/** The row of the list at a height of the screen. */
function rowAt(list: HTMLOListElement | null, y: number): number | null {
  const rows = [...(list?.children ?? [])];
  const found = rows.findIndex((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return y >= top && y < bottom;
  });
  return found < 0 ? null : found;
}
