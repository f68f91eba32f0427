import { useEffect, useState } from "react";
import { api } from "../api/client";
import type { Settings } from "../graph/types";
import { useDesigner, useDocument } from "../store/designer";
import { Check, IconButton, Select, TextInput, Tile } from "../ui/controls";
import { present } from "../ui/present";
import { useWords } from "../words";
import { DurationInput } from "./DurationInput";
import { Field } from "./fields";

const ZONES: string[] = ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** The journey's own settings. */
export function JourneyPane() {
  const t = useWords();
  const patch = useDesigner((now) => now.patch);
  const act = useDesigner((now) => now.act);
  const { settings } = useDocument().graph;
  const set = (change: Partial<Settings>) => act({ kind: "setSettings", settings: change });
  return (
    <>
      <header className="pane-head">
        <Tile tone="end" icon="route" />
        <div className="pane-title">
          <strong>{t("journeySettings")}</strong>
          <span className="muted">{t("journey")}</span>
        </div>
        <IconButton icon="x" label={t("close")} onClick={() => patch({ paneOpen: false })} />
      </header>
      <div className="pane-body">
        <Names />
        <Field label={t("timezone")} pointer="/settings/timezone">
          {(id) => (
            <Select
              id={id}
              value={settings.timezone}
              options={ZONES.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
              onChange={(timezone) => set({ timezone })}
            />
          )}
        </Field>
        <Check
          checked={settings.person_timezone}
          onChange={(person_timezone) => set({ person_timezone })}
        >
          {t("personTimezone")}
        </Check>
        <Check checked={settings.reentrance} onChange={(reentrance) => set({ reentrance })}>
          {t("reentrance")}
        </Check>
        {settings.reentrance && <Pause value={settings.reentrance_pause} set={set} />}
        <Field
          label={t("longestStay")}
          pointer="/settings/longest_stay"
          help={t("longestStayHelp")}
          group
        >
          {() => (
            <DurationInput
              value={settings.longest_stay ?? "P91D"}
              onChange={(longest_stay) => set({ longest_stay })}
            />
          )}
        </Field>
        <Moment name="starts_at" value={settings.starts_at} set={set} />
        <Moment name="ends_at" value={settings.ends_at} set={set} />
      </div>
    </>
  );
}

type Setter = { set: (change: Partial<Settings>) => void };

function Pause({ value, set }: { value: string | null } & Setter) {
  const t = useWords();
  return (
    <Field label="" pointer="/settings/reentrance_pause" group>
      {() => (
        <>
          <Check
            checked={value !== null}
            onChange={(on) => set({ reentrance_pause: on ? "P1D" : null })}
          >
            {t("reentrancePause")}
          </Check>
          {value !== null && (
            <DurationInput
              value={value}
              onChange={(reentrance_pause) => set({ reentrance_pause })}
            />
          )}
        </>
      )}
    </Field>
  );
}

type MomentProps = { name: "starts_at" | "ends_at"; value: string | null } & Setter;

/** A date that most journeys do without. */
function Moment({ name, value, set }: MomentProps) {
  const t = useWords();
  const label = t(name === "starts_at" ? "startsAt" : "endsAt");
  const isEnd = name === "ends_at";
  return (
    <Field
      label=""
      pointer={`/settings/${name}`}
      group
      {...(isEnd && value !== null && { help: t("endsHelp") })}
    >
      {() => (
        <>
          <Check
            checked={value !== null}
            onChange={(on) =>
              set({ [name]: on ? (isEnd ? tomorrow(23, 59) : tomorrow(0, 0)) : null })
            }
          >
            {label}
          </Check>
          {value !== null && (
            <TextInput
              type="datetime-local"
              label={t("moment")}
              value={value}
              onChange={(text) => text && set({ [name]: text })}
            />
          )}
        </>
      )}
    </Field>
  );
}

/** Tomorrow at a time of day, as settings write it. */
function tomorrow(hours: number, minutes: number): string {
  const day = new Date(present() + 86_400_000);
  const two = (n: number) => String(n).padStart(2, "0");
  const date = [day.getFullYear(), two(day.getMonth() + 1), two(day.getDate())].join("-");
  return `${date}T${two(hours)}:${two(minutes)}`;
}

/** Name and description belong to the journey, not to its graph, and are saved when left. */
function Names() {
  const t = useWords();
  const journey = useDesigner((now) => now.journey);
  const [name, setName] = useState(journey?.name ?? "");
  const [description, setDescription] = useState(journey?.description ?? "");
  useEffect(() => setName(journey?.name ?? ""), [journey?.name]);
  const save = (change: { name?: string; description?: string }) => void saveJourney(change);
  return (
    <>
      <Field label={t("name")}>
        {(id) => (
          <input
            id={id}
            className="input"
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
            onBlur={() => name.trim() && name !== journey?.name && save({ name: name.trim() })}
          />
        )}
      </Field>
      <Field label={t("description")}>
        {(id) => (
          <textarea
            id={id}
            className="input"
            rows={2}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
            onBlur={() => description !== journey?.description && save({ description })}
          />
        )}
      </Field>
    </>
  );
}

/** Changes the journey's name or description on the server; says so when it cannot. */
export async function saveJourney(change: { name?: string; description?: string }): Promise<void> {
  const { journey, patch, say } = useDesigner.getState();
  if (!journey) return;
  try {
    patch({ journey: await api.changeJourney(journey.id, change) });
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}
