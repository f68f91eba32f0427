import { useEffect } from "react";
import { copied, deleteChosen, pasteText } from "../store/edits";

/** Steps through the system's clipboard, so that they go to other journeys and windows too. */
export function useClipboard(): void {
  useEffect(() => {
    const copy = (event: ClipboardEvent) => take(event, false);
    const cut = (event: ClipboardEvent) => take(event, true);
    document.addEventListener("copy", copy);
    document.addEventListener("cut", cut);
    document.addEventListener("paste", give);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", cut);
      document.removeEventListener("paste", give);
    };
  }, []);
}

/** Whether keys belong to a field or a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest("input, textarea, select, dialog, [contenteditable]") !== null;
}

function take(event: ClipboardEvent, isCut: boolean): void {
  if (isTyping(event.target) || String(getSelection() ?? "") !== "") return;
  const text = copied();
  if (text === null) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
  if (isCut) deleteChosen();
}

function give(event: ClipboardEvent): void {
  if (isTyping(event.target)) return;
  if (pasteText(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
}
