import type { Change, Changes, Part } from "../graph/changes";
import { isUnchanged } from "../graph/changes";
import type { Settings } from "../graph/types";
import { nameOf } from "../nodes";
import { useTold } from "../outline/told";
import { useDesigner } from "../store/designer";
import { Icon, type IconName } from "../ui/Icon";
import { useWords, type WordKey } from "../words";
import type { PublishedState } from "./useLiveVersion";

type Props = { published: PublishedState; changes: Changes | null; onGo: () => void };

/** What the draft does that the published version does not, step by step. */
export function ChangeList({ published, changes, onGo }: Props) {
  const t = useWords();
  if (published.state === "none") return <p>{t("firstVersion")}</p>;
  if (published.state === "failed") {
    return <p className="error-text">{t("loadFailed", { reason: published.reason })}</p>;
  }
  if (published.state !== "ready" || !changes) return <p className="muted">{t("loading")}</p>;
  const { number, steps } = published.published;
  if (isUnchanged(changes)) return <p>{t("nothingChanged", { n: number })}</p>;
  return (
    <>
      <p className="help">{t("changedSince", { n: number })}</p>
      <ul className="changes">
        {changes.settings.length > 0 && <SettingsChange keys={changes.settings} onGo={onGo} />}
        {changes.steps.map((change) => (
          <StepChange
            key={`${change.kind} ${change.key}`}
            change={change}
            before={steps[change.key]}
            onGo={onGo}
          />
        ))}
      </ul>
    </>
  );
}

const SIGNS: { [K in Change["kind"]]: IconName } = {
  added: "plus",
  removed: "minus",
  changed: "pencil",
};
const KINDS: { [K in Change["kind"]]: WordKey } = {
  added: "changeAdded",
  removed: "changeRemoved",
  changed: "changeChanged",
};
const PARTS: { [P in Part]: WordKey } = {
  name: "partName",
  settings: "partSettings",
  ways: "partWays",
};

type StepChangeProps = { change: Change; before: string | undefined; onGo: () => void };

function StepChange({ change, before, onGo }: StepChangeProps) {
  const t = useWords();
  const after = useTold((now) => now.told?.steps[change.key]);
  const { kind, key, step, parts } = change;
  const isGone = kind === "removed";
  const isOther = kind === "changed" && before && after && before !== after;
  const what = kind === "changed" ? parts.map((part) => t(PARTS[part])).join(", ") : t(KINDS[kind]);
  return (
    <li className={`change of-${kind}`} data-testid={`change:${kind}:${key}`}>
      <Icon name={SIGNS[kind]} size={14} />
      <div>
        {isGone ? (
          <strong>{nameOf(step, t)}</strong>
        ) : (
          <button
            type="button"
            className="change-name"
            onClick={() => {
              onGo();
              useDesigner.getState().open(key);
            }}
          >
            {nameOf(step, t)}
          </button>
        )}
        <span className="muted"> · {what}</span>
        {isOther && (
          <p className="before-after">
            <del>{before}</del>
            <ins>{after}</ins>
          </p>
        )}
      </div>
    </li>
  );
}

const SETTINGS: { [K in keyof Settings]: WordKey } = {
  timezone: "timezone",
  person_timezone: "personTimezone",
  reentrance: "reentrance",
  reentrance_pause: "reentrancePause",
  longest_stay: "longestStay",
  starts_at: "startsAt",
  ends_at: "endsAt",
};

function SettingsChange({ keys, onGo }: { keys: (keyof Settings)[]; onGo: () => void }) {
  const t = useWords();
  return (
    <li className="change of-changed" data-testid="change:settings">
      <Icon name="sliders" size={14} />
      <div>
        <button
          type="button"
          className="change-name"
          onClick={() => {
            onGo();
            useDesigner.getState().open(null);
          }}
        >
          {t("journeySettings")}
        </button>
        <span className="muted"> · {keys.map((key) => t(SETTINGS[key])).join(", ")}</span>
      </div>
    </li>
  );
}
