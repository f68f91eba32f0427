import { useId } from "react";
import { actionOf } from "../nodes/names";
import { useCatalog } from "../store/designer";
import { Button, NumberInput, Select } from "../ui/controls";
import { useWords } from "../words";
import type { Data, Outcome, Value } from "./api";
import { DataForm } from "./DataForm";
import type { Frame } from "./frames";
import { LookUpChoice } from "./LookUpChoice";
import { act, useTesting } from "./store";
import { asData, treeOf } from "./tree";

type End = "ok" | "http" | "timeout";

/** How the call of a step ends: well unless one says otherwise. */
export function CallChoice({ frame, index }: { frame: Frame; index: number }) {
  const t = useWords();
  const id = useId();
  const isAutomatic = useTesting((now) => now.recipe?.base.automatic !== false);
  const chosen = useTesting((now) => now.recipe?.base.answers?.[frame.node]);
  const outcome: Outcome = isAutomatic ? (chosen ?? { ok: true }) : (frame.answer ?? { ok: true });
  // A request that cannot be written never leaves, so nothing comes of it.
  if (frame.sent?.error) return null;
  const choose = (next: Outcome) => {
    if (isAutomatic) {
      act({ do: "look", at: index });
      act({ do: "answer", node: frame.node, outcome: next });
    } else {
      act({ do: "choose", kept: frame.kept, step: { do: "answer", ...next }, at: index });
    }
  };
  const end = endOf(outcome);
  return (
    <div className="test-choice call-choice">
      <label className="field-label" htmlFor={id}>
        {t("testThen")}
      </label>
      <div className="test-choice-line">
        <Select
          id={id}
          value={end}
          options={[
            { value: "ok", label: t("testSucceeds") },
            { value: "http", label: t("testErrs") },
            { value: "timeout", label: t("testTimesOut") },
          ]}
          onChange={(next) => choose(OUTCOMES[next])}
        />
        {end === "http" && (
          <NumberInput
            value={outcome.status ?? 500}
            min={400}
            max={599}
            step={1}
            label={t("testStatus")}
            onChange={(status) => choose({ ok: false, error: "http", status })}
          />
        )}
      </div>
      {end === "ok" && frame.sent && (
        <AnswerForm action={frame.sent.key} outcome={outcome} onChange={choose} />
      )}
    </div>
  );
}

const OUTCOMES: Record<End, Outcome> = {
  ok: { ok: true },
  http: { ok: false, error: "http", status: 500 },
  timeout: { ok: false, error: "timeout" },
};

function endOf({ ok, error, status }: Outcome): End {
  if (ok ?? !error) return "ok";
  return error === "timeout" || !status ? "timeout" : "http";
}

/** What a call that succeeds answers, where its action declares fields of it. */
function AnswerForm(props: {
  action: string;
  outcome: Outcome;
  onChange: (outcome: Outcome) => void;
}) {
  const t = useWords();
  const catalog = useCatalog();
  const fields = treeOf(actionOf(props.action, catalog)?.answer ?? []);
  if (fields.fields.length === 0) return null;
  return (
    <DataForm
      label={t("answer")}
      fields={fields}
      data={asData(props.outcome.answer)}
      onChange={(answer) => props.onChange({ ok: true, answer })}
    />
  );
}

/** Of a recorded run that goes on by hand: what is out is answered by hand, too. */
export function RecordedCall({ frame }: { frame: Frame }) {
  const t = useWords();
  const isOut = useTesting(
    (now) => now.frames.at(-1) === frame && (now.answer?.next.can.includes("answer") ?? false),
  );
  const isAutomatic = useTesting((now) => now.recipe?.base.automatic !== false);
  const group = useTesting((now) => now.answer?.next.look_up?.group_key ?? null);
  const kept = useTesting((now) => now.recipe?.steps.length ?? 0);
  if (!isOut) return null;
  const answer = (value: Value) => {
    if (isAutomatic && group) act({ do: "value", key: group, value });
    else act({ do: "choose", kept, step: { do: "answer", ...outcomeOf(value) } });
  };
  if (group) return <LookUpChoice group={group} onChoose={answer} />;
  return (
    <Button
      look="primary"
      onClick={() => act({ do: "choose", kept, step: { do: "answer", ok: true } })}
    >
      {t("testLetSucceed")}
    </Button>
  );
}

function outcomeOf(value: Value): Outcome {
  if ("error" in value) return { ok: false, error: value.error, status: value.status ?? null };
  return { ok: true, status: 200, answer: value.value as Data };
}
