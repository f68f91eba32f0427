import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { setLanguage } from "../words";
import { setAhead } from "./present";

/** Puts a page into the root that Django rendered, in the language that it names. */
export function mount(page: (root: HTMLElement) => ReactNode): void {
  const root = document.getElementById("root");
  if (!root) return;
  setAhead(Number(root.dataset.ahead) || 0);
  setLanguage(root.dataset.language === "ko" ? "ko" : "en");
  createRoot(root).render(<StrictMode>{page(root)}</StrictMode>);
}

/** For pages that ask the API again and again while they are open. */
export function withQueries(page: ReactNode): ReactNode {
  return <QueryClientProvider client={new QueryClient()}>{page}</QueryClientProvider>;
}
