import { useState } from "react";
import { eventName } from "../nodes/names";
import { DurationInput } from "../pane/DurationInput";
import { Field } from "../pane/fields";
import { useCatalog } from "../store/designer";
import { Button, Select } from "../ui/controls";
import { Icon } from "../ui/Icon";
import type { Waits } from "../why/api";
import { elapsedText } from "../why/time";
import { useWords } from "../words";
import type { Data } from "./api";
import { DataForm } from "./DataForm";
import { type Frame, secondsBetween } from "./frames";
import { momentWords } from "./moments";
import { act, useTesting } from "./store";
import { asData, exampleOf, faultsOf, overlaid, treeOf } from "./tree";

type Props = { frame: Frame; index: number; waits: Waits };

/** Where a person waits: what for and until when, and what happens instead of really waiting. */
export function WaitChoice({ frame, index, waits }: Props) {
  const t = useWords();
  const zone = frame.step.zone;
  return (
    <>
      <ul className="awaited" aria-label={t("testAwaited")}>
        {waits.alternatives.map((one) => (
          <li key={one.key}>
            <Icon name={one.kind === "event" ? "zap" : "clock"} size={14} />
            <span>
              {one.words[t.language]}
              {one.due_at && (
                <span className="muted"> · {momentWords(one.due_at, t.language, zone)}</span>
              )}
            </span>
            <strong>→ {one.name[t.language]}</strong>
          </li>
        ))}
      </ul>
      <fieldset className="test-choice">
        <legend className="field-label">{t("testWhatHappens")}</legend>
        <EventHappens frame={frame} waits={waits} />
        {waits.until && <Nothing frame={frame} index={index} waits={waits} until={waits.until} />}
      </fieldset>
    </>
  );
}

/** An event that comes after a while. */
function EventHappens({ frame, waits }: { frame: Frame; waits: Waits }) {
  const t = useWords();
  const catalog = useCatalog();
  const types = useEventTypes(frame, waits);
  const [chosen, setChosen] = useState("");
  const [after, setAfter] = useState("PT2H");
  const [typed, setTyped] = useState<Record<string, Data>>({});
  const [isBroken, setBroken] = useState(false);
  const entry = useTesting((now) => now.frames[0]?.step.event?.data);
  const type = types.includes(chosen) ? chosen : (types[0] ?? "");
  if (type === "") return null;
  const fields = treeOf(catalog.events.find((one) => one.key === type)?.fields ?? []);
  const data = typed[type] ?? asData(overlaid(exampleOf(fields), entry));
  const isFaulty = isBroken || faultsOf(fields, data).length > 0;
  const name = eventName(type, catalog);
  const happen = () =>
    act({ do: "choose", kept: frame.kept, step: { do: "event", type, after, data } });
  return (
    <div className="happens">
      <Field label={t("testThisEvent")}>
        {(id) => (
          <Select
            id={id}
            value={type}
            options={types.map((key) => ({ value: key, label: eventName(key, catalog) }))}
            onChange={setChosen}
          />
        )}
      </Field>
      <Field label={t("testAfter")} group>
        {() => <DurationInput value={after} onChange={setAfter} />}
      </Field>
      <details className="event-data">
        <summary>{t("testDataOf", { event: name })}</summary>
        <DataForm
          label={t("testData")}
          fields={fields}
          data={data}
          onChange={(next) => setTyped({ ...typed, [type]: next })}
          onFault={setBroken}
        />
      </details>
      <Button look="primary" disabled={isFaulty} onClick={happen} data-testid="test-happens">
        {t("testLetHappen", { event: name })}
      </Button>
    </div>
  );
}

/** The event types that change something here: those that are awaited first, then any other. */
function useEventTypes(frame: Frame, waits: Waits): string[] {
  const next = useTesting((now) => now.answer?.next.events);
  const isLast = useTesting((now) => now.frames.at(-1) === frame);
  const awaited = waits.alternatives.flatMap((one) => (one.event ? [one.event] : []));
  const others = isLast ? (next ?? []).map((one) => one.type) : [];
  return [...new Set([...awaited, ...others])];
}

/** Nothing happens: the clock goes on until the wait ends by itself. */
function Nothing({ frame, waits, until }: Props & { until: string }) {
  const t = useWords();
  const due = waits.alternatives.find((one) => one.due_at && sameMoment(one.due_at, until));
  const seconds = secondsBetween(frame.at, until);
  const jump = () => act({ do: "choose", kept: frame.kept, step: { do: "jump" } });
  return (
    <div className="test-nothing">
      <Button onClick={jump} data-testid="test-nothing">
        {t("testNothing")}
      </Button>
      <span className="muted">
        {t("testJumpTo", {
          moment: momentWords(until, t.language, frame.step.zone),
          span: elapsedText(Math.round(seconds), t),
        })}
        {due ? ` → ${due.name[t.language]}` : ` · ${t("testLongestStay")}`}
      </span>
    </div>
  );
}

const sameMoment = (a: string, b: string) => Date.parse(a) === Date.parse(b);
