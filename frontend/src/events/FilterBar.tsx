import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../api/client";
import { Button, Select } from "../ui/controls";
import { Icon } from "../ui/Icon";
import { useWords } from "../words";
import { EVERYTHING, isFiltered } from "./address";
import { type Filters, sources } from "./api";
import { FATES, wordOf } from "./kinds";

type Props = {
  filters: Filters;
  canReadSources: boolean;
  onChange: (filters: Filters) => void;
};

/** Whom, of what type, from where, and what became of it: all of it stands in the address. */
export function FilterBar({ filters, canReadSources, onChange }: Props) {
  const t = useWords();
  const catalog = useQuery({ queryKey: ["catalog"], queryFn: api.catalog, staleTime: 60_000 });
  const known = useQuery({ queryKey: ["sources"], queryFn: sources, enabled: canReadSources });
  const { person, type, source, fate } = filters;
  const own = { person, type, source, fate };
  const types = (catalog.data?.events ?? []).map((one) => ({ value: one.key, label: one.name }));
  const senders = (known.data ?? []).map((one) => ({ value: one.key, label: one.name }));
  const fates = FATES.map((kind) => ({ value: kind as string, label: t(wordOf(kind)) }));
  return (
    <search className="filters">
      <PersonFilter person={person} onChange={(next) => onChange({ ...own, person: next })} />
      <Select
        label={t("filterType")}
        value={type}
        options={[{ value: "", label: t("allTypes") }, ...types]}
        onChange={(next) => onChange({ ...own, type: next })}
      />
      {(senders.length > 0 || source) && (
        <Select
          label={t("filterSource")}
          value={source}
          options={[{ value: "", label: t("allSources") }, ...senders]}
          onChange={(next) => onChange({ ...own, source: next })}
        />
      )}
      <Select
        label={t("filterFate")}
        value={fate}
        options={[{ value: "", label: t("allFates") }, ...fates]}
        onChange={(next) => onChange({ ...own, fate: next })}
      />
      {isFiltered(filters) && (
        <Button look="quiet" onClick={() => onChange(EVERYTHING)}>
          {t("clearFilters")}
        </Button>
      )}
    </search>
  );
}

/** Takes the person as typed once Enter is pressed or the field is left. */
function PersonFilter(props: { person: string; onChange: (person: string) => void }) {
  const t = useWords();
  const [text, setText] = useState(props.person);
  useEffect(() => setText(props.person), [props.person]);
  const take = () => {
    if (text.trim() !== props.person) props.onChange(text.trim());
  };
  return (
    <form
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <Icon name="user" size={16} />
      <input
        type="search"
        value={text}
        placeholder={t("filterPerson")}
        aria-label={t("filterPerson")}
        data-testid="filter-person"
        onChange={(event) => {
          setText(event.target.value);
          if (event.target.value === "" && props.person !== "") props.onChange("");
        }}
        onBlur={take}
      />
    </form>
  );
}
