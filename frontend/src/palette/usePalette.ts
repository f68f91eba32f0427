import { useMemo } from "react";
import { documentOf, useCatalog, useDesigner } from "../store/designer";
import { useWords } from "../words";
import { type PaletteItem, paletteItems } from "./items";

export function usePalette(): PaletteItem[] {
  const t = useWords();
  const catalog = useCatalog();
  const hasEntry = useDesigner((now) =>
    Object.values(documentOf(now).graph.nodes).some((step) => step.type === "entry"),
  );
  return useMemo(() => paletteItems(catalog, hasEntry, t), [catalog, hasEntry, t]);
}
