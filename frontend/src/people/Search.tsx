import { useEffect, useId, useRef, useState } from "react";
import { ApiError } from "../api/client";
import { Icon } from "../ui/Icon";
import { type PersonRow, peopleApi } from "../why/api";
import { useWords } from "../words";
import { Avatar } from "./Avatar";

const PAUSE = 180;

type Found = { text: string; people: PersonRow[] } | { text: string; error: string };
type Props = { onFind: (person: string) => void; isLarge?: boolean };

/** Finds people while one types the beginning of an id; a list that the arrows walk. */
export function Search({ onFind, isLarge = false }: Props) {
  const t = useWords();
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const found = useFound(text.trim());
  const list = useId();
  const people = found && "people" in found ? found.people : [];
  const isShown = isOpen && text.trim() !== "";
  const go = (person: string) => {
    setText("");
    setOpen(false);
    setAt(-1);
    onFind(person);
  };
  const keys = useKeys({ people, at, setAt, setOpen, isShown, text: text.trim(), go });
  return (
    <search className={`find-people ${isLarge ? "large" : ""}`}>
      <div className="search">
        <Icon name="search" size={16} />
        <input
          type="search"
          role="combobox"
          aria-expanded={isShown}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={isShown && at >= 0 ? `${list}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={text}
          placeholder={t("findPersonById")}
          aria-label={t("findPersonById")}
          data-testid="find-person"
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={keys}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
            setAt(-1);
          }}
        />
      </div>
      <div
        id={list}
        role="listbox"
        aria-label={t("peopleFound")}
        className="found"
        hidden={!isShown || people.length === 0}
        // The list must not take the focus from the field before the click arrives.
        onMouseDown={(event) => event.preventDefault()}
      >
        {people.map((row, index) => (
          <Option
            key={row.person}
            row={row}
            id={`${list}-${index}`}
            isActive={index === at}
            onHover={() => setAt(index)}
            onChoose={() => go(row.person)}
          />
        ))}
      </div>
      {isShown && people.length === 0 && (
        <p className="found none" role="status">
          {saying(found, text.trim(), t)}
        </p>
      )}
    </search>
  );
}

function saying(found: Found | null, text: string, t: ReturnType<typeof useWords>): string {
  if (!found || found.text !== text) return t("loading");
  return "error" in found ? t("loadFailed", { reason: found.error }) : t("nobodyFound", { text });
}

type OptionProps = {
  row: PersonRow;
  id: string;
  isActive: boolean;
  onHover: () => void;
  onChoose: () => void;
};

function Option({ row, id, isActive, onHover, onChoose }: OptionProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) ref.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard
    <div
      ref={ref}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      className="found-person"
      onMouseMove={onHover}
      onClick={onChoose}
    >
      <Avatar name={row.name} person={row.key} size="small" />
      <span className="found-name">
        <strong>{row.name ?? row.key}</strong>
        <span className="muted">{row.person}</span>
      </span>
      <Inside row={row} />
    </div>
  );
}

/** In how many journeys somebody is now. */
export function Inside({ row }: { row: PersonRow }) {
  const t = useWords();
  if (row.inside === 0) return null;
  return <span className="chip live">{t.count("inJourneys", row.inside)}</span>;
}

/** Who is named so, asked a moment after the last key. */
function useFound(text: string): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (text === "") return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const people = await peopleApi.find(text, stop.signal);
        if (!stop.signal.aborted) setFound({ text, people });
      } catch (error) {
        if (stop.signal.aborted) return;
        setFound({ text, error: error instanceof ApiError ? error.message : String(error) });
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return found;
}

type Keys = {
  people: PersonRow[];
  at: number;
  setAt: (at: number) => void;
  setOpen: (isOpen: boolean) => void;
  isShown: boolean;
  text: string;
  go: (person: string) => void;
};

/** Arrows walk the list, Enter takes the marked one or the first, Escape closes. */
function useKeys({ people, at, setAt, setOpen, isShown, text, go }: Keys) {
  const walk = (to: number) => {
    setAt(to);
    setOpen(true);
  };
  const take = () => {
    const chosen = people[Math.max(at, 0)]?.person ?? (text.includes("/") ? text : "");
    if (chosen) go(chosen);
  };
  const count = people.length;
  const acts: Record<string, (() => void) | false> = {
    ArrowDown: count > 0 && (() => walk((at + 1) % count)),
    ArrowUp: count > 0 && (() => walk((at <= 0 ? count : at) - 1)),
    Escape: isShown && (() => setOpen(false)),
    Enter: take,
  };
  return (event: React.KeyboardEvent) => {
    const act = event.nativeEvent.isComposing ? false : acts[event.key];
    if (!act) return;
    act();
    event.preventDefault();
  };
}
