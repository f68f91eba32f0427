import { useWords } from "../words";

/** Anything whole, as JSON, on demand. */
export function Json({ value, label }: { value: unknown; label?: string }) {
  const t = useWords();
  return (
    <details className="json">
      <summary>{label ?? t("asJson")}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
