import { useEffect, useState } from "react";
import { saveJourney } from "../pane/JourneyPane";
import { useDesigner } from "../store/designer";
import { Button, IconButton } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { type Translate, useWords } from "../words";
import { Modes } from "./Modes";
import { MoreMenu } from "./MoreMenu";
import { Problems } from "./Problems";
import { Versions } from "./Versions";

export function Header({ onPublish }: { onPublish: () => void }) {
  const t = useWords();
  const { past, future } = useDesigner((now) => now.history);
  const { undo, redo, open } = useDesigner.getState();
  const canPublish = useDesigner((now) => now.canPublish);
  const isLive = useDesigner((now) => now.mode === "live");
  return (
    <header className="top">
      <div className="top-title">
        <div className="crumb">
          <a href="/journeys/">
            <Icon name="left" size={18} />
            <span>{t("journeys")}</span>
          </a>
          <span className="muted slash">/</span>
          <JourneyName />
          <StatusChip />
        </div>
        <StatusLine />
      </div>
      <div className="top-tools">
        <IconButton
          icon="undo"
          label={`${t("undo")} (Ctrl+Z)`}
          disabled={isLive || past.length === 0}
          data-testid="undo"
          onClick={undo}
        />
        <IconButton
          icon="redo"
          label={`${t("redo")} (Ctrl+Shift+Z)`}
          disabled={isLive || future.length === 0}
          data-testid="redo"
          onClick={redo}
        />
        <IconButton
          icon="search"
          className="seldom"
          label={`${t("find")} (Ctrl+F)`}
          data-testid="find-button"
          onClick={() => useDesigner.getState().patch({ overlay: "find" })}
        />
        <IconButton
          icon="sliders"
          label={t("journeySettings")}
          data-testid="settings"
          onClick={() => open(null)}
        />
        <span className="divider" />
        <Modes />
        <Problems />
        <Versions />
        <Button look="primary" data-testid="publish" disabled={!canPublish} onClick={onPublish}>
          <span className="long">{t("reviewPublish")}</span>
          <span className="short">{t("publish")}</span>
        </Button>
        <MoreMenu />
      </div>
    </header>
  );
}

function JourneyName() {
  const t = useWords();
  const name = useDesigner((now) => now.journey?.name ?? "");
  const canEdit = useDesigner((now) => now.mayEdit);
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const leave = () => {
    const wanted = text.trim();
    if (wanted && wanted !== name) void saveJourney({ name: wanted });
    else setText(name);
  };
  return (
    <span className="journey-name">
      <h1 className="unseen">{name}</h1>
      <span aria-hidden="true">{text || " "}</span>
      <input
        value={text}
        size={1}
        maxLength={200}
        readOnly={!canEdit}
        aria-label={t("journeyName")}
        data-testid="journey-name"
        onChange={(event) => setText(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </span>
  );
}

/** Live, or which version the draft will become. */
function StatusChip() {
  const t = useWords();
  const journey = useDesigner((now) => now.journey);
  const revision = useDesigner((now) => now.revision);
  if (!journey) return null;
  const isDraft = journey.draft.differs || journey.draft.revision !== revision;
  const next = Math.max(0, ...journey.versions.map((one) => one.number)) + 1;
  return (
    <>
      {journey.status !== "draft" && (
        <span className={`chip ${journey.status}`} data-testid="live-chip">
          <span className="dot" />
          {journey.status === "live" && journey.live_version !== null
            ? t("liveVersion", { n: journey.live_version })
            : t(journey.status)}
        </span>
      )}
      {isDraft && <span className="chip">{t("draftVersion", { n: next })}</span>}
    </>
  );
}

function StatusLine() {
  const t = useWords();
  const saving = useDesigner((now) => now.saving);
  const journey = useDesigner((now) => now.journey);
  return (
    <div className="status-line">
      <span data-testid="status" aria-live="polite" className={saving.kind}>
        {saving.kind === "saved" && <Icon name="check" size={14} />}
        {savingText(saving, t)}
      </span>
      {journey && journey.status !== "draft" && (
        <span data-testid="inside"> · {t.count("inside", journey.inside)}</span>
      )}
    </div>
  );
}

type Saving = ReturnType<typeof useDesigner.getState>["saving"];

function savingText(saving: Saving, t: Translate): string {
  switch (saving.kind) {
    case "saved":
      return t("saved");
    case "saving":
      return t("saving");
    case "offline":
      return t.count("offline", saving.pending);
    case "conflict":
      return t("undecided");
    case "signed_out":
      return t("signedOut");
    case "refused":
      return t("notSaved", { reason: saving.reason });
  }
}
