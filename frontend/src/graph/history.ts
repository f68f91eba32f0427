import { apply, type Operation } from "./operations";
import type { Document } from "./types";

export const DEPTH = 200;
/** Two changes of one field within this time are one step back. */
export const TOGETHER = 1_000;

/** Past documents, the present one, and those that were undone. Documents share what is equal. */
export type History = {
  past: Document[];
  present: Document;
  future: Document[];
  last: { mark: string; at: number } | null;
};

export function begin(document: Document): History {
  return { past: [], present: document, future: [], last: null };
}

/** Does an operation. What cannot be done leaves the history as it was. */
export function record(history: History, operation: Operation, at: number): History {
  const present = apply(history.present, operation);
  if (present === history.present) return history;
  const mark = markOf(operation);
  const last = mark === null ? null : { mark, at };
  const joined = mark !== null && history.last?.mark === mark && at - history.last.at < TOGETHER;
  const past = joined ? history.past : [...history.past, history.present].slice(-DEPTH);
  return { past, present, future: [], last };
}

/** Another document in place of the present one, such as what someone else saved; can be undone. */
export function replace(history: History, document: Document): History {
  const past = [...history.past, history.present].slice(-DEPTH);
  return { past, present: document, future: [], last: null };
}

export function undo(history: History): History {
  const present = history.past.at(-1);
  if (!present) return history;
  const future = [history.present, ...history.future];
  return { past: history.past.slice(0, -1), present, future, last: null };
}

export function redo(history: History): History {
  const [present, ...future] = history.future;
  if (!present) return history;
  return { past: [...history.past, history.present], present, future, last: null };
}

/** Typing in one field is one step; null for operations that stand alone. */
function markOf(operation: Operation): string | null {
  switch (operation.kind) {
    case "setConfig":
      return typeof operation.value === "string"
        ? `config ${operation.key} ${operation.path.join("/")}`
        : null;
    case "renameNode":
      return `name ${operation.key}`;
    default:
      return null;
  }
}
