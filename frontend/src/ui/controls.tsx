import type { ButtonHTMLAttributes, ReactNode } from "react";
import { useEffect, useId, useRef, useState } from "react";
import { Icon, type IconName } from "./Icon";

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: "primary" | "plain" | "quiet" | "danger";
};

export function Button({ look = "plain", className = "", ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={`button ${look} ${className}`} />;
}

type IconButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { icon: IconName; label: string };

export function IconButton({ icon, label, className = "", ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={`icon-button ${className}`}
    >
      <Icon name={icon} size={18} />
    </button>
  );
}

/** A text that keeps what is typed even while the value outside lags behind. */
export function TextInput(props: {
  id?: string;
  value: string;
  onChange: (value: string) => void;
  label?: string;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  type?: string;
  invalid?: boolean;
  describedBy?: string | undefined;
}) {
  return (
    <input
      id={props.id}
      className={`input ${props.className ?? ""}`}
      type={props.type ?? "text"}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      aria-label={props.label}
      aria-invalid={props.invalid || undefined}
      aria-describedby={props.describedBy}
      placeholder={props.placeholder}
      disabled={props.disabled}
      spellCheck={false}
    />
  );
}

/** A time of day of 24 hours, whatever the browser's own habit; `8` and `830` are understood. */
export function TimeInput(props: {
  id?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const [text, setText] = useState(props.value);
  useEffect(() => setText(props.value), [props.value]);
  const leave = () => {
    const time = readTime(text);
    setText(time ?? props.value);
    if (time !== null && time !== props.value) props.onChange(time);
  };
  return (
    <input
      id={props.id}
      className="input"
      inputMode="numeric"
      placeholder="HH:MM"
      maxLength={5}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (/^(\d\d:\d\d)?$/.test(event.target.value) && readTime(event.target.value) !== null) {
          props.onChange(event.target.value);
        }
      }}
      onBlur={leave}
    />
  );
}

/** `HH:MM` from what was typed, empty for nothing; null where it is no time of day. */
export function readTime(text: string): string | null {
  const typed = text.trim();
  if (typed === "") return "";
  const parts = /^(\d{1,2})(?::?(\d{2}))?$/.exec(typed);
  const [hours, minutes] = [Number(parts?.[1]), Number(parts?.[2] ?? 0)];
  if (!parts || hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

export function NumberInput(props: {
  id?: string;
  value: number;
  onChange: (value: number) => void;
  label?: string;
  min?: number;
  max?: number;
  step?: number;
  className?: string;
}) {
  const [text, setText] = useState(String(props.value));
  useEffect(() => {
    setText((now) => (Number(now) === props.value && now !== "" ? now : String(props.value)));
  }, [props.value]);
  const change = (next: string) => {
    setText(next);
    const value = Number(next);
    const isInRange = value >= (props.min ?? value) && value <= (props.max ?? value);
    if (next !== "" && Number.isFinite(value) && isInRange) props.onChange(value);
  };
  return (
    <input
      id={props.id}
      className={`input number ${props.className ?? ""}`}
      type="number"
      inputMode="decimal"
      value={text}
      min={props.min}
      max={props.max}
      step={props.step}
      aria-label={props.label}
      onChange={(event) => change(event.target.value)}
      onBlur={() => setText(String(props.value))}
    />
  );
}

export function Select<T extends string>(props: {
  id?: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
  label?: string;
  placeholder?: string;
  className?: string;
}) {
  const isKnown = props.options.some((option) => option.value === props.value);
  return (
    <span className={`select ${props.className ?? ""}`}>
      <select
        id={props.id}
        value={props.value}
        aria-label={props.label}
        aria-invalid={(!isKnown && props.value !== "") || undefined}
        onChange={(event) => props.onChange(event.target.value as T)}
      >
        {!isKnown && <option value={props.value}>{props.value || props.placeholder || "–"}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" size={16} />
    </span>
  );
}

export function Check(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <span>{props.children}</span>
    </label>
  );
}

/** A button that opens a small surface below it; Escape and a click elsewhere close it. */
export function Popover(props: {
  button: (open: () => void, isOpen: boolean) => ReactNode;
  children: (close: () => void) => ReactNode;
  label: string;
  align?: "left" | "right";
}) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen) return;
    const away = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      box.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", away, true);
    document.addEventListener("keydown", onEscape, true);
    return () => {
      document.removeEventListener("pointerdown", away, true);
      document.removeEventListener("keydown", onEscape, true);
    };
  }, [isOpen]);
  return (
    <div className="popover-anchor" ref={box}>
      {props.button(() => setOpen(!isOpen), isOpen)}
      {isOpen && (
        <div
          className={`popover ${props.align ?? "right"}`}
          id={id}
          role="dialog"
          aria-label={props.label}
        >
          {props.children(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}

/** A modal dialog: the browser's own, which keeps the focus inside. */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer: ReactNode;
  closeLabel: string;
  className?: string;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    const own = dialog.current;
    if (own && !own.open) own.showModal?.();
    return () => own?.close?.();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${props.className ?? ""}`}
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <header>
        <h2 id={title}>{props.title}</h2>
        <IconButton icon="x" label={props.closeLabel} onClick={props.onClose} />
      </header>
      <div className="dialog-body">{props.children}</div>
      <footer>{props.footer}</footer>
    </dialog>
  );
}

export function Tile({ tone, icon }: { tone: Tone; icon: IconName }) {
  return (
    <span className={`tile ${tone}`}>
      <Icon name={icon} />
    </span>
  );
}

/** The categories' colours; events are round, the others square. */
export type Tone = "event" | "flow" | "action" | "end";
