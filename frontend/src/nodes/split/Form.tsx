import { evenShares } from "../../graph/durations";
import { freshKey } from "../../graph/keys";
import type { Json, SplitPath } from "../../graph/types";
import { Field, useConfig, useReorder } from "../../pane/fields";
import { Rows } from "../../pane/Rows";
import { Button, NumberInput, TextInput } from "../../ui/controls";
import { useWords } from "../../words";
import type { FormProps } from "../kind";

export function SplitForm({ nodeKey, step }: FormProps<"split">) {
  const t = useWords();
  const set = useConfig(nodeKey);
  const reorder = useReorder(nodeKey);
  const { paths } = step.config;
  const sum = Math.round(paths.reduce((total, path) => total + path.percent, 0) * 100) / 100;
  const write = (next: SplitPath[]) => set(["paths"], next as unknown as Json);
  const rebalance = (list: SplitPath[]) => {
    const shares = evenShares(list.length);
    write(list.map((path, i) => ({ ...path, percent: shares[i] ?? 0 })));
  };
  const add = () => {
    const key = freshKey(
      `path_${paths.length + 1}`,
      paths.map((path) => path.key),
    );
    const name = String.fromCharCode(65 + (paths.length % 26));
    write([...paths, { key, name, percent: Math.max(0, 100 - sum) }]);
  };
  return (
    <>
      <Rows
        title={t("shares")}
        help={t("sharesHelp")}
        addLabel={t("addPath")}
        items={paths}
        onAdd={add}
        onMove={reorder}
        onRemove={(index) => set(["paths", index], undefined)}
        head={(path, index) => (
          <>
            <TextInput
              className="row-name"
              value={path.name}
              label={t("pathName", { n: index + 1 })}
              placeholder={t("portPath", { n: index + 1 })}
              onChange={(name) => set(["paths", index, "name"], name)}
            />
            <NumberInput
              className="percent"
              value={path.percent}
              min={0}
              max={100}
              label={t("percent")}
              onChange={(percent) => set(["paths", index, "percent"], percent)}
            />
            <span className="muted">%</span>
          </>
        )}
        body={(path, index) => (
          <input
            className="share"
            type="range"
            min={0}
            max={100}
            value={path.percent}
            aria-label={t("percent")}
            onChange={(event) => set(["paths", index, "percent"], Number(event.target.value))}
          />
        )}
      />
      <Field label="" pointer={`/nodes/${nodeKey}/config/paths`} group>
        {() => (
          <div className="sum">
            <span className={sum === 100 ? "muted" : "error-text"}>
              {t(sum === 100 ? "sumIs" : "sumShould", { n: sum })}
            </span>
            <Button look="quiet" onClick={() => rebalance(paths)}>
              {t("rebalance")}
            </Button>
          </div>
        )}
      </Field>
    </>
  );
}
