import { useEffect } from "react";
import type { VersionRow } from "../api/types";
import { enter, openAt } from "../designer/modes";
import { portsOf } from "../graph/ports";
import type { Step } from "../graph/types";
import { kindOf, nameOf, portLabel } from "../nodes";
import { eventName } from "../nodes/names";
import { useSentence } from "../outline/told";
import { useCatalog, useDesigner, useDocument } from "../store/designer";
import { Button, IconButton, Select, Tile } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { present } from "../ui/present";
import { ago, formatNumber, type Translate, useWords } from "../words";
import { AsOf } from "./AsOf";
import type { Totals } from "./api";
import { MEANINGS, numberText, SIGNS, slotsOf } from "./Numbers";
import { choose, leaveList, useNumbers } from "./numbers";
import { People } from "./People";
import { compact, shareText } from "./shares";

/** Beside the canvas in Live: the journey's numbers, those of a step, or the people behind one. */
export function LivePane() {
  const t = useWords();
  const chosen = useNumbers((now) => now.chosen);
  const selection = useDesigner((now) => now.selection);
  const { nodes } = useDocument().graph;
  const key = selection.length === 1 ? (selection[0] as string) : null;
  const step = key === null ? undefined : nodes[key];
  const behind = chosen && chosen.node === key ? chosen : null;
  // A list belongs to the chosen card: with another card it goes.
  useEffect(() => {
    if (chosen && chosen.node !== key) useNumbers.setState({ chosen: null });
  }, [chosen, key]);
  return (
    <aside
      className="pane live-pane"
      data-testid="live-pane"
      aria-label={t("livePane")}
      onKeyDown={stepOut}
    >
      {behind && step ? (
        <People key={`${behind.node} ${behind.what} ${behind.port}`} behind={behind} step={step} />
      ) : key && step ? (
        <StepNumbers nodeKey={key} step={step} />
      ) : (
        <Whole />
      )}
    </aside>
  );
}

/** Escape leaves the list, then the step, then the pane. */
function stepOut(event: React.KeyboardEvent): void {
  if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
  if ((event.target as Element).closest("dialog")) return;
  event.stopPropagation();
  const { selection, select, patch } = useDesigner.getState();
  if (leaveList()) return;
  const [key] = selection;
  if (key === undefined) patch({ paneOpen: false });
  else select([]);
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${key}"]`)?.focus();
}

function Whole() {
  const t = useWords();
  const journey = useDesigner((now) => now.journey);
  const version = useDesigner((now) => now.version);
  const totals = useNumbers((now) => now.told?.totals);
  const isEmpty = totals !== undefined && totals.entered === 0 && totals.inside === 0;
  const own = journey?.versions.find((one) => one.number === version);
  if (!journey || version === null) return null;
  return (
    <>
      <header className="pane-head">
        <span className="tile live-tile">
          <Icon name="activity" />
        </span>
        <div className="pane-title">
          <strong>{t("liveTitle")}</strong>
          <AsOf />
        </div>
        <Close />
      </header>
      <div className="pane-body">
        <Failure />
        <div className="field">
          <label className="field-label" htmlFor="live-version">
            {t("whichVersion")}
          </label>
          <Select
            id="live-version"
            value={String(version)}
            options={versionOptions(journey.versions, version, journey.live_version, t)}
            onChange={(next) =>
              void openAt({ mode: "live", version: Number(next), run: null, step: null })
            }
          />
        </div>
        <TotalsList totals={totals} />
        {isEmpty && own ? <Nobody version={own} /> : <p className="help">{t("numbersHint")}</p>}
        {journey.draft.differs && version === journey.live_version && (
          <p className="help">{t("draftDiffers", { n: version })}</p>
        )}
      </div>
    </>
  );
}

/** The versions that hold people, the live one and the one on the canvas; the newest first. */
export function versionOptions(
  versions: VersionRow[],
  shown: number,
  live: number | null,
  t: Translate,
) {
  return versions
    .filter(({ number, inside }) => inside > 0 || number === shown || number === live)
    .sort((a, b) => b.number - a.number)
    .map(({ number, inside }) => {
      const word = number === live ? "versionLive" : "versionInside";
      return { value: String(number), label: t.count(word, inside, { v: number }) };
    });
}

const TOTALS = [
  ["entered", "totalEntered"],
  ["inside", "totalInside"],
  ["finished", "totalFinished"],
  ["stopped", "totalStopped"],
  ["failed", "totalFailed"],
] as const;

function TotalsList({ totals }: { totals: Totals | undefined }) {
  const t = useWords();
  return (
    <dl className="totals">
      {TOTALS.map(([key, word]) => {
        const n = totals?.[key];
        return (
          <div key={key} className={`total of-${key} ${n ? "" : "is-zero"}`}>
            <dt>{t(word)}</dt>
            <dd
              title={n === undefined ? undefined : formatNumber(n, t.language)}
              data-testid={`total:${key}`}
            >
              {n === undefined ? "–" : compact(n, t.language)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** A version without people: since when it is live, and what brings the first one. */
function Nobody({ version }: { version: VersionRow }) {
  const t = useWords();
  const catalog = useCatalog();
  const { nodes } = useDocument().graph;
  const entry = Object.values(nodes).find((step) => step.type === "entry");
  const event = entry?.type === "entry" ? eventName(entry.config.event, catalog) : "";
  const when = ago(version.published_at, t.language, present());
  return (
    <div className="nobody" data-testid="nobody">
      <strong>{t("nobodyYet")}</strong>
      <p>{t("liveSince", { n: version.number, when })}</p>
      {version.status === "live" && (
        <>
          <p>{t("nobodyDo", { event })}</p>
          <Button onClick={() => void enter("test")}>
            <Icon name="flask" size={16} />
            {t("tryIt")}
          </Button>
        </>
      )}
    </div>
  );
}

function StepNumbers({ nodeKey, step }: { nodeKey: string; step: Step }) {
  const t = useWords();
  const catalog = useCatalog();
  const sentence = useSentence(nodeKey);
  const version = useDesigner((now) => now.version) ?? 0;
  const { tone, icon, word } = kindOf(step);
  return (
    <>
      <header className="pane-head">
        <IconButton
          icon="left"
          label={t("backToVersion", { n: version })}
          onClick={() => useDesigner.getState().select([])}
        />
        <Tile tone={tone(step as never)} icon={icon(step as never, catalog)} />
        <div className="pane-title">
          <strong>{nameOf(step, t)}</strong>
          <span className="muted">{t(word)}</span>
        </div>
        <Close />
      </header>
      <div className="pane-body">
        <p className="sentence">{sentence}</p>
        <Failure />
        <StepList nodeKey={nodeKey} step={step} />
        <Ways nodeKey={nodeKey} step={step} />
        <AsOf />
      </div>
    </>
  );
}

function StepList({ nodeKey, step }: { nodeKey: string; step: Step }) {
  const t = useWords();
  const own = useNumbers((now) => now.told?.nodes[nodeKey]);
  return (
    <ul className="step-numbers">
      {slotsOf(step.type, own).map((what) => (
        <li key={what}>
          <button
            type="button"
            className={`step-number of-${what} ${own?.[what] ? "" : "is-zero"}`}
            data-testid={`list:${what}`}
            onClick={() => choose({ node: nodeKey, what, port: null })}
          >
            <Icon name={SIGNS[what]} size={16} />
            <span>
              <strong>{own ? numberText(what, own[what], t) : "–"}</strong>
              <span className="help">{t(MEANINGS[what])}</span>
            </span>
            <Icon name="right" size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** How many went each way, where there are several. */
function Ways({ nodeKey, step }: { nodeKey: string; step: Step }) {
  const t = useWords();
  const catalog = useCatalog();
  const own = useNumbers((now) => now.told?.nodes[nodeKey]);
  const ports = portsOf(step);
  if (ports.length < 2) return null;
  return (
    <section className="ways">
      <h2>{t("waysOut")}</h2>
      <ul>
        {ports.map(({ id }) => {
          const n = own?.ports[id] ?? 0;
          const name = portLabel(step, id, t, catalog);
          const share = shareText(n, own?.passed ?? 0, t.language) || "–";
          const text = formatNumber(n, t.language);
          return (
            <li key={id}>
              <button
                type="button"
                className="way-number"
                data-testid={`number:${nodeKey}:${id}`}
                onClick={() => choose({ node: nodeKey, what: "passed", port: id })}
              >
                <span className="unseen">{t("wayShare", { name, n: text, share })}</span>
                <span className="way-name" aria-hidden="true">
                  {name}
                </span>
                <span className="way-count" aria-hidden="true">
                  {compact(n, t.language)}
                </span>
                <span className="muted" aria-hidden="true">
                  {share}
                </span>
                <span className="bar-line" aria-hidden="true">
                  <span style={{ width: `${own?.passed ? (100 * n) / own.passed : 0}%` }} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Failure() {
  const t = useWords();
  const failure = useNumbers((now) => now.failure);
  if (!failure) return null;
  return (
    <p className="problem-line warning" role="alert">
      <Icon name="alert" size={14} />
      {t("notReached", { reason: sentenceOf(failure) })}
    </p>
  );
}

/** A reason that ends as a sentence does. */
export function sentenceOf(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}

function Close() {
  const t = useWords();
  const { patch } = useDesigner.getState();
  return <IconButton icon="x" label={t("close")} onClick={() => patch({ paneOpen: false })} />;
}
