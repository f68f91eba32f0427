import type { Catalog } from "../api/types";
import { freshKey } from "../graph/keys";
import { NEW } from "../graph/schema";
import type { Configs, Graph, Step, StepType } from "../graph/types";
import { actionIcon } from "../nodes/action";
import type { Tone } from "../ui/controls";
import type { IconName } from "../ui/Icon";
import type { Translate } from "../words";

/** Something that can be added: what the list shows, and how the step is made. */
export type PaletteItem = {
  /** `wait`, `event:Order`, `action:welcome`: also the end of its test id. */
  id: string;
  type: StepType;
  group: "events" | "flow" | "actions";
  icon: IconName;
  tone: Tone;
  name: string;
  hint: string;
  /** Other words by which it is found, in both languages. */
  synonyms: string;
  make: (graph: Graph) => { key: string; step: Step };
};

const SYNONYMS = {
  wait: "wait delay until pause timer 대기 지연 시간",
  condition: "condition if branch filter rule 조건 분기 만약",
  split: "random split a/b test percent 무작위 분기 테스트 비율",
  end: "end exit stop finish 종료 끝",
};

function made<T extends StepType>(type: T, wanted: string, name: string, config: Configs[T]) {
  return (graph: Graph) => ({
    key: freshKey(wanted, Object.keys(graph.nodes)),
    step: { type, name, config } as unknown as Step,
  });
}

/** Everything that the catalogue and the flow offer. Events start a journey that has no entry yet. */
export function paletteItems(catalog: Catalog, hasEntry: boolean, t: Translate): PaletteItem[] {
  return [...events(catalog, hasEntry, t), ...flow(t), ...actions(catalog)];
}

function events(catalog: Catalog, hasEntry: boolean, t: Translate): PaletteItem[] {
  return catalog.events.map((event) => ({
    id: `event:${event.key}`,
    type: hasEntry ? "wait" : "entry",
    group: "events",
    icon: hasEntry ? "hand" : "zap",
    tone: "event",
    name: event.name,
    hint: t(hasEntry ? "waitsForIt" : "startsJourney"),
    synonyms: `${event.key} event wait for 이벤트`,
    make: hasEntry
      ? made("wait", `wait_${event.key}`, t("waitFor", { event: event.name }), {
          alternatives: [
            {
              key: "came",
              name: "",
              kind: "event",
              event: event.key,
              condition: "",
              since_entry: false,
            },
            { key: "late", name: "", kind: "duration", duration: "P7D", condition: "" },
          ],
        })
      : made("entry", event.key, event.name, { event: event.key, condition: "" }),
  }));
}

function flow(t: Translate): PaletteItem[] {
  const shared = { group: "flow" as const, tone: "flow" as const };
  return [
    {
      ...shared,
      id: "wait",
      type: "wait",
      icon: "clock",
      name: t("wait"),
      hint: t("waitHint"),
      synonyms: SYNONYMS.wait,
      make: made("wait", "wait", "", NEW.wait),
    },
    {
      ...shared,
      id: "condition",
      type: "condition",
      icon: "split",
      name: t("condition"),
      hint: t("conditionHint"),
      synonyms: SYNONYMS.condition,
      make: made("condition", "condition", "", NEW.condition),
    },
    {
      ...shared,
      id: "split",
      type: "split",
      icon: "shuffle",
      name: t("split"),
      hint: t("splitHint"),
      synonyms: SYNONYMS.split,
      make: made("split", "split", "", NEW.split),
    },
    {
      ...shared,
      id: "end",
      type: "end",
      tone: "end",
      icon: "flag",
      name: t("end"),
      hint: t("endHint"),
      synonyms: SYNONYMS.end,
      make: made("end", "end", "", NEW.end),
    },
  ];
}

function actions(catalog: Catalog): PaletteItem[] {
  return catalog.actions.map((action) => ({
    id: `action:${action.key}`,
    type: "action",
    group: "actions",
    icon: actionIcon(action.kind, action.key),
    tone: "action",
    name: action.name,
    hint: "",
    synonyms: `${action.key} ${action.kind} action 액션`,
    make: made("action", action.key, action.name, { ...NEW.action, action: action.key }),
  }));
}

/** The items in which every word of a text occurs; those whose name begins with it first. */
export function searched(items: PaletteItem[], text: string): PaletteItem[] {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  const hits = items.filter((item) => {
    const own = fold(`${item.name} ${item.synonyms} ${item.hint}`);
    return wanted.every((word) => own.includes(word));
  });
  const begins = (item: PaletteItem) => (fold(item.name).startsWith(wanted[0] ?? "") ? 0 : 1);
  return hits.sort((a, b) => begins(a) - begins(b));
}

/** Without case and width; Hangul as its letters, so that half a syllable is found too. */
function fold(text: string): string {
  return text.normalize("NFKD").toLowerCase().trim();
}
