import { useState } from "react";
import { useCatalog } from "../store/designer";
import { Button } from "../ui/controls";
import { useWords } from "../words";
import type { Data, Value } from "./api";
import { DataForm } from "./DataForm";
import { ErrorChoice } from "./ErrorChoice";
import { asData, exampleOf, faultsOf, treeOf } from "./tree";

type Props = {
  /** `Source.group`. */
  group: string;
  /** What it answers now, to begin from. */
  known?: Data | undefined;
  onChoose: (value: Value) => void;
};

/** What a data source answers: typed values, or how asking it fails. */
export function LookUpChoice({ group, known, onChoose }: Props) {
  const t = useWords();
  const { name, fields } = useGroup(group);
  const tree = treeOf(fields);
  const [data, setData] = useState<Data>(() => known ?? asData(exampleOf(tree)));
  const [isBroken, setBroken] = useState(false);
  const isFaulty = isBroken || faultsOf(tree, data).length > 0;
  return (
    <div className="test-choice">
      <DataForm
        label={t("testAnswers", { name })}
        fields={tree}
        data={data}
        onChange={setData}
        onFault={setBroken}
      />
      <div className="test-choice-actions">
        <Button look="primary" disabled={isFaulty} onClick={() => onChoose({ value: data })}>
          {t("testAnswerThis")}
        </Button>
        <ErrorChoice
          onChoose={({ error, status }) => onChoose(status ? { error, status } : { error })}
        />
      </div>
    </div>
  );
}

/** A source's group by `Source.group`, as it is declared. */
export function useGroup(group: string) {
  const catalog = useCatalog();
  const [sourceKey, ...rest] = group.split(".");
  const source = catalog.sources.find((one) => one.key === sourceKey);
  const found = source?.groups.find((one) => one.key === rest.join("."));
  const name = source && found ? `${source.name} › ${found.name}` : group;
  return { name, fields: found?.fields ?? [] };
}
