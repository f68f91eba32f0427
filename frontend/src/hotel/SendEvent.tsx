import { useId, useState } from "react";
import { ApiError } from "../api/client";
import { Button, Check, NumberInput, Popover, Select, TextInput } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { type Demo, type Guest, hotel, type PlayedEvent, type Value, type Values } from "./api";
import { curlLine, dataOf, pathOfPointer } from "./document";
import { watch } from "./play";

/** A form that sends one event of a guest, and beside it the same as a line for the shell. */
export function SendEvent({ demo, isBlocked }: { demo: Demo; isBlocked: boolean }) {
  const t = useWords();
  return (
    <Popover
      label={t("hotelSend")}
      button={(toggle, isOpen) => (
        <Button
          disabled={isBlocked}
          aria-expanded={isOpen}
          data-testid="send-event"
          onClick={toggle}
        >
          <Icon name="zap" size={14} />
          {t("hotelSend")}
        </Button>
      )}
    >
      {() => <Form demo={demo} />}
    </Popover>
  );
}

type Said =
  | { kind: "sent"; id: string; person: string }
  | { kind: "failed"; text: string; faults: { path: string; text: string }[] };

function Form({ demo }: { demo: Demo }) {
  const t = useWords();
  const [guestKey, setGuest] = useState(demo.guests[0]?.key ?? "");
  const [eventKey, setEvent] = useState(demo.events[0]?.key ?? "");
  const [isFresh, setFresh] = useState(true);
  const [typed, setTyped] = useState<Values>({});
  const [said, setSaid] = useState<Said | null>(null);
  const guest = demo.guests.find((one) => one.key === guestKey);
  const event = demo.events.find((one) => one.key === eventKey);
  if (!guest || !event) return <p className="pad">{t("hotelNoEvents")}</p>;
  const values = { ...event.values[guest.key], ...typed };
  const change = (act: () => void) => {
    act();
    setTyped({});
    setSaid(null);
  };
  const send = async () => {
    setSaid(await sendOne(guest, event, isFresh, values));
  };
  return (
    <div className="hotel-send">
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void send();
        }}
      >
        <Choices
          demo={demo}
          guest={guest}
          event={event}
          onGuest={(key) => change(() => setGuest(key))}
          onEvent={(key) => change(() => setEvent(key))}
        />
        <Check checked={isFresh} onChange={setFresh}>
          {t("hotelFresh", { name: guest.first_name })}
        </Check>
        {event.fields.map((field) => (
          <Field
            key={`${event.key} ${field.path}`}
            field={field}
            value={values[field.path] ?? ""}
            fault={faultOf(said, field.path)}
            onChange={(value) => setTyped({ ...typed, [field.path]: value })}
          />
        ))}
        <div className="hotel-send-foot">
          <Button type="submit" look="primary" data-testid="send">
            {t("hotelSendNow")}
          </Button>
          <SaidLine said={said} />
        </div>
      </form>
      <Curl line={curlLine(demo.post, event, guest, isFresh, values)} hasKey={!!demo.post.key} />
    </div>
  );
}

async function sendOne(
  guest: Guest,
  event: PlayedEvent,
  fresh: boolean,
  values: Values,
): Promise<Said> {
  try {
    await watch();
    const body = { guest: guest.key, event: event.key, fresh, data: dataOf(values) };
    const sent = await hotel.send(body);
    return { kind: "sent", ...sent };
  } catch (error) {
    const faults = error instanceof ApiError ? error.errors : [];
    return {
      kind: "failed",
      text: error instanceof Error ? error.message : String(error),
      faults: faults.map(({ pointer, detail }) => ({ path: pathOfPointer(pointer), text: detail })),
    };
  }
}

function faultOf(said: Said | null, path: string): string | undefined {
  if (said?.kind !== "failed") return undefined;
  return said.faults.find((fault) => fault.path === path)?.text;
}

function Choices(props: {
  demo: Demo;
  guest: Guest;
  event: PlayedEvent;
  onGuest: (key: string) => void;
  onEvent: (key: string) => void;
}) {
  const t = useWords();
  const ids = { guest: useId(), event: useId() };
  return (
    <>
      <div className="hotel-field hotel-whole">
        <label htmlFor={ids.guest}>{t("hotelGuest")}</label>
        <Select
          id={ids.guest}
          value={props.guest.key}
          options={props.demo.guests.map((one) => ({
            value: one.key,
            label: `${one.first_name} · ${one.about[t.language]}`,
          }))}
          onChange={props.onGuest}
        />
      </div>
      <div className="hotel-field hotel-whole">
        <label htmlFor={ids.event}>{t("hotelEvent")}</label>
        <Select
          id={ids.event}
          value={props.event.key}
          options={props.demo.events.map((one) => ({ value: one.key, label: one.name }))}
          onChange={props.onEvent}
        />
      </div>
    </>
  );
}

function Field(props: {
  field: PlayedEvent["fields"][number];
  value: Value;
  fault: string | undefined;
  onChange: (value: Value) => void;
}) {
  const id = useId();
  const { field, value, fault, onChange } = props;
  if (typeof value === "boolean") {
    return (
      <Check checked={value} onChange={onChange}>
        {field.name}
      </Check>
    );
  }
  return (
    <div className="hotel-field">
      <label htmlFor={id}>{field.name}</label>
      {typeof value === "number" ? (
        <NumberInput id={id} value={value} step={1} onChange={onChange} />
      ) : (
        <TextInput
          id={id}
          value={value}
          onChange={onChange}
          invalid={fault !== undefined}
          describedBy={fault ? `${id}-fault` : undefined}
        />
      )}
      {fault && (
        <span className="error-text" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}

function SaidLine({ said }: { said: Said | null }) {
  const t = useWords();
  return (
    <p className="hotel-said" role="status" data-testid="hotel-sent">
      {said?.kind === "sent" && (
        <>
          <Icon name="check" size={16} /> {t("hotelSent", { id: said.id })}{" "}
          <a href={`/people/?person=${encodeURIComponent(said.person)}`}>{said.person}</a>
        </>
      )}
      {said?.kind === "failed" && (
        <span className="error-text">
          {said.text} {said.faults.map((fault) => `${fault.path}: ${fault.text}`).join(" ")}
        </span>
      )}
    </p>
  );
}

function Curl({ line, hasKey }: { line: string; hasKey: boolean }) {
  const t = useWords();
  const [isCopied, setCopied] = useState("");
  const copy = async () => {
    await navigator.clipboard?.writeText(line);
    setCopied(line);
  };
  return (
    <div className="hotel-curl">
      <h2>{t("hotelCurl")}</h2>
      <p className="help">{t(hasKey ? "hotelCurlText" : "hotelCurlNoKey")}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre className="command" data-testid="hotel-curl" tabIndex={0}>
        {line}
      </pre>
      <Button data-testid="copy-curl" onClick={() => void copy()}>
        <Icon name="copy" size={14} />
        {t(isCopied === line ? "copied" : "copyCommand")}
      </Button>
    </div>
  );
}
