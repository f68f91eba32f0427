import { useDocument } from "../store/designer";
import { useWords } from "../words";

/** In which time zone the times above are meant. */
export function ZoneLine() {
  const t = useWords();
  const { timezone, person_timezone } = useDocument().graph.settings;
  return <p className="help">{t(person_timezone ? "zonePerson" : "zoneIs", { zone: timezone })}</p>;
}
