import { readDuration, UNITS, type Unit, writeDuration } from "../graph/durations";
import { NumberInput, Select, TextInput } from "../ui/controls";
import { useWords } from "../words";

/** A number and a unit; a duration of several parts is edited as it is written. */
export function DurationInput(props: { value: string; onChange: (value: string) => void }) {
  const t = useWords();
  const amount = readDuration(props.value);
  const isText = amount === null && props.value !== "";
  if (isText) {
    return <TextInput value={props.value} label={t("otherDuration")} onChange={props.onChange} />;
  }
  const { count, unit } = amount ?? { count: 1, unit: "days" as Unit };
  return (
    <div className="pair">
      <NumberInput
        value={count}
        min={0}
        step={1}
        label={t("amount")}
        onChange={(n) => props.onChange(writeDuration({ count: Math.round(n), unit }))}
      />
      <Select
        value={unit}
        label={t("unit")}
        options={UNITS.map((value) => ({ value, label: t(value) }))}
        onChange={(next) => props.onChange(writeDuration({ count, unit: next }))}
      />
    </div>
  );
}
