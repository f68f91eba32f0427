import type { Catalog, CatalogAction } from "../api/types";

export function eventName(key: string, catalog: Catalog): string {
  return catalog.events.find((event) => event.key === key)?.name ?? key;
}

export function actionOf(key: string, catalog: Catalog): CatalogAction | undefined {
  return catalog.actions.find((action) => action.key === key);
}
