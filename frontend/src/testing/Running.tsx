import { useEffect, useRef } from "react";
import { useDesigner } from "../store/designer";
import { Button, IconButton, Tile } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { elapsedText } from "../why/time";
import { useWords } from "../words";
import { secondsBetween } from "./frames";
import { byHand, togglePlaying } from "./keys";
import { momentWords } from "./moments";
import { Refused } from "./Refused";
import { Story } from "./Story";
import { SOMEONE } from "./start";
import { act, backward, canGoOn, forward, frameOf, goTo, jump, shownOf, useTesting } from "./store";

/** While it runs: the clock and its keys, the way step by step, and what may come next. */
export function Running() {
  const answer = useTesting((now) => now.answer);
  const frames = useTesting((now) => now.frames);
  const isAsking = useTesting((now) => now.isAsking);
  return (
    <>
      <Head />
      {frames.length > 0 && <Player />}
      <Failure />
      <div className="pane-body story-body" aria-busy={isAsking}>
        {answer && !answer.entered && <Refused answer={answer} />}
        {frames.length > 0 && <Story />}
        {!answer && isAsking && <Asking />}
      </div>
      <Announcer />
    </>
  );
}

function Asking() {
  const t = useWords();
  return <p className="muted">{t("loading")}</p>;
}

function Head() {
  const t = useWords();
  const recipe = useTesting((now) => now.recipe);
  const run = useTesting((now) => now.run);
  const event = useTesting((now) => now.frames[0]?.step.event?.type_name);
  const recorded = useTesting((now) => now.start.recorded);
  const base = recipe?.base;
  const person = base?.person ?? (base && "id" in base.event ? recorded?.person : undefined);
  const isMade = base?.profile !== undefined && base.profile !== null;
  const who = !person || person === SOMEONE ? t("testSomeone") : person;
  return (
    <header className="pane-head">
      <Tile tone="flow" icon="flask" />
      <div className="pane-title">
        <strong>{isMade ? t("testMadeUp", { name: who }) : who}</strong>
        <span className="muted">
          {run ? t(base?.exact === false ? "testOfRunPart" : "testOfRun", { run }) : (event ?? "")}
        </span>
      </div>
      <Button
        data-testid="test-change"
        onClick={() => useTesting.getState().patch({ recipe: null, isPlaying: false, error: null })}
      >
        {t("testChange")}
      </Button>
    </header>
  );
}

/** The simulated clock, with buttons for what the keys do. */
function Player() {
  const t = useWords();
  const at = useTesting(shownOf);
  const frames = useTesting((now) => now.frames);
  const frame = useTesting(frameOf);
  const isPlaying = useTesting((now) => now.isPlaying);
  const goesOn = useTesting(canGoOn);
  const moment = useTesting((now) => now.answer?.next.moment ?? null);
  const first = frames[0];
  if (!frame || !first) return null;
  const isLast = at === frames.length - 1;
  const zone = frame.step.zone;
  const passed = secondsBetween(first.at, frame.at);
  const jumpLabel =
    isLast && goesOn && moment
      ? t("testJumpTo", {
          moment: momentWords(moment, t.language, zone),
          span: elapsedText(Math.round(secondsBetween(frame.at, moment)), t),
        })
      : t("testJump");
  return (
    <div className="player">
      <div className="player-keys" role="toolbar" aria-label={t("testControls")}>
        <Key icon="reset" label={t("testRestart")} keys="Home" act={() => goTo(0)} off={at === 0} />
        <Key icon="left" label={t("testBack")} keys="←" act={byHand(backward)} off={at === 0} />
        <Key
          icon={isPlaying ? "pause" : "play"}
          label={t(isPlaying ? "testPause" : "testPlay")}
          keys="Space"
          act={togglePlaying}
        />
        <Key
          icon="right"
          label={t("testForward")}
          keys="→"
          act={byHand(forward)}
          off={isLast && !goesOn}
        />
        <Key
          icon="forward"
          label={jumpLabel}
          keys="Shift+→"
          act={byHand(jump)}
          off={isLast && !goesOn}
        />
      </div>
      <div className="player-clock">
        <strong data-testid="test-clock">{momentWords(frame.at, t.language, zone)}</strong>
        <span className="muted">
          {passed >= 1 ? t("testSince", { span: elapsedText(Math.round(passed), t) }) : zone}
        </span>
      </div>
      <span className="player-place" title={t("countOf", { n: at + 1, of: frames.length })}>
        {at + 1} / {frames.length}
      </span>
    </div>
  );
}

type KeyProps = {
  icon: "reset" | "left" | "play" | "pause" | "right" | "forward";
  label: string;
  keys: string;
  act: () => void;
  off?: boolean;
};

function Key({ icon, label, keys, act: press, off = false }: KeyProps) {
  return (
    <IconButton
      icon={icon}
      label={`${label} (${keys})`}
      // It stays focusable: who steps by its key must not lose the place at the end.
      aria-disabled={off || undefined}
      onClick={() => off || press()}
    />
  );
}

/** What went wrong with asking, or with a choice that no longer fits the drawing. */
function Failure() {
  const t = useWords();
  const error = useTesting((now) => now.error);
  const left = useTesting((now) => now.answer?.left ?? null);
  if (error) {
    return (
      <div className="test-alert" role="alert">
        <Icon name="alert" size={16} />
        <span>
          {t("testFailed", { reason: [error.message, ...error.details].join(" ") })}
          <Button look="quiet" onClick={again}>
            {t("tryAgain")}
          </Button>
        </span>
      </div>
    );
  }
  if (!left) return null;
  return (
    <div className="test-alert soft" role="alert">
      <Icon name="alert" size={16} />
      <span>
        {t("testLeft", { reason: left.sentence[t.language] })}{" "}
        <Button look="quiet" onClick={() => act({ do: "forget", kept: left.choice })}>
          {t("testForget")}
        </Button>
      </span>
    </div>
  );
}

/** The same question once more. */
function again(): void {
  const { recipe, patch } = useTesting.getState();
  if (recipe) patch({ recipe: { ...recipe, base: { ...recipe.base } }, error: null });
}

/** Says each step to those who do not see the canvas. */
function Announcer() {
  const t = useWords();
  const frame = useTesting(frameOf);
  const at = useTesting(shownOf);
  const of = useTesting((now) => now.frames.length);
  const answer = useTesting((now) => now.answer);
  const box = useRef<HTMLDivElement>(null);
  const isTest = useDesigner((now) => now.mode === "test");
  const text = !answer
    ? ""
    : frame
      ? t("testSaid", {
          n: at + 1,
          of,
          step: frame.told.name,
          what: whatHappened(frame, t.language),
        })
      : answer.entry.sentence[t.language];
  // It is written after it is there, or it would not be said.
  useEffect(() => {
    if (box.current && isTest) box.current.textContent = text;
  }, [text, isTest]);
  return <div ref={box} className="unseen" role="status" data-testid="test-said" />;
}

function whatHappened(
  { told, step, isFirst, waits, isFailed }: NonNullable<ReturnType<typeof frameOf>>,
  language: "en" | "ko",
): string {
  if (isFailed) return step.error?.words?.[language] ?? step.sentence[language];
  const parts = isFirst ? [step.sentence[language]] : [];
  if (told.port_name) parts.push(`→ ${told.port_name[language]}`);
  else if (waits) parts.push(told.words[language]);
  return parts.join(" ");
}
