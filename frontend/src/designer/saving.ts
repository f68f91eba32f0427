import { Autosave, type SaveState } from "../api/autosave";
import { api } from "../api/client";
import type { Draft, Journey } from "../api/types";
import { canonical } from "../graph/clipboard";
import { readDocument } from "../graph/reading";
import type { Document, Json } from "../graph/types";
import { useDesigner } from "../store/designer";
import { words } from "../words";

/** The wiring between the store and the server: loading, saving, and what to do in between. */

/** Below this the pane lies over the canvas, so it opens only when asked for. */
const ROOMY = 1280;
/** Below this the palette is a button. */
const ROOM_FOR_NAMES = 1024;

type Kept = { revision: number; document: Document };
let autosave: Autosave | null = null;
let journeyId = "";
let stopSaving = () => {};

const keptAt = () => `gilmok:draft:${journeyId}`;

/** Loads a journey into the store and saves every change from then on. */
export async function openJourney(id: string): Promise<void> {
  journeyId = id;
  const [me, journey, draft, catalog] = await Promise.all([
    api.me(),
    api.journey(id),
    api.draft(id),
    api.catalog(),
  ]);
  const document = readDocument(draft.graph, draft.layout);
  stopSaving();
  useDesigner.getState().start({
    document,
    journey,
    catalog,
    problems: draft.problems,
    revision: draft.revision,
    mayEdit: me.rights.includes("journeys.edit"),
    canPublish: me.rights.includes("journeys.publish"),
    saving: { kind: "saved" },
    paneOpen: window.innerWidth >= ROOMY,
    paletteOpen: window.innerWidth >= ROOM_FOR_NAMES,
  });
  startSaving(draft.revision);
  restore(draft, document);
}

function startSaving(revision: number): void {
  const own = new Autosave(
    {
      save: (document, from) =>
        api.saveDraft(journeyId, from, { graph: document.graph, layout: document.layout }),
      report: (saving) => useDesigner.getState().patch({ saving }),
      saved: ({ revision: next, problems }) =>
        useDesigner.getState().patch({ revision: next, problems }),
      keep,
    },
    revision,
  );
  autosave = own;
  const unsubscribe = useDesigner.subscribe((now, before) => {
    if (now.history.present !== before.history.present) own.changed(now.history.present);
  });
  const listening = new AbortController();
  const { signal } = listening;
  const ask = (event: Event) => {
    if (own.isPending) event.preventDefault();
  };
  window.addEventListener("online", () => void own.flush(), { signal });
  window.addEventListener("beforeunload", ask, { signal });
  document.addEventListener("visibilitychange", () => void own.flush(), { signal });
  stopSaving = () => {
    unsubscribe();
    listening.abort();
  };
}

/** What is not saved survives a reload in this browser. */
function keep(document: Document | null, revision: number): void {
  try {
    if (document) localStorage.setItem(keptAt(), JSON.stringify({ revision, document }));
    else localStorage.removeItem(keptAt());
  } catch {
    // A full or forbidden storage: the changes are still in memory, and being saved.
  }
}

/** Takes up what an earlier visit could not save: at once, or by the user's choice. */
function restore(draft: Draft, saved: Document): void {
  const kept = readKept();
  if (!kept) return;
  if (sameDocument(kept.document, saved)) {
    localStorage.removeItem(keptAt());
    return;
  }
  useDesigner.getState().replace(kept.document);
  // Someone saved in between: the old revision is refused, and the user chooses.
  if (kept.revision !== draft.revision) void autosave?.resume(kept.revision, kept.document);
}

function readKept(): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keptAt()) ?? "null");
    return kept?.document?.graph?.nodes && kept.document.layout ? kept : null;
  } catch {
    return null;
  }
}

function sameDocument(a: Document, b: Document): boolean {
  return canonical(a as unknown as Json) === canonical(b as unknown as Json);
}

/** Saves now; resolves with the state afterwards. */
export async function saveNow(): Promise<SaveState> {
  await autosave?.flush();
  return useDesigner.getState().saving;
}

/** After a conflict: what someone else saved, with one's own version one undo away. */
export async function loadTheirs(): Promise<void> {
  await attempt(async () => {
    const draft = await api.draft(journeyId);
    useDesigner.getState().replace(readDocument(draft.graph, draft.layout));
    useDesigner.getState().patch({ problems: draft.problems, revision: draft.revision });
    await autosave?.resume(draft.revision, null);
  });
}

/** After a conflict, or a new sign-in: one's own version over the newest one. */
export async function keepMine(): Promise<void> {
  await attempt(async () => {
    const draft = await api.draft(journeyId);
    await autosave?.resume(draft.revision, useDesigner.getState().history.present);
  });
}

export async function reloadJourney(): Promise<Journey | null> {
  let journey: Journey | null = null;
  await attempt(async () => {
    journey = await api.journey(journeyId);
    useDesigner.getState().patch({ journey });
  });
  return journey;
}

/** Does something with the server; a failure is said, and changes nothing. */
export async function attempt(what: () => Promise<void>): Promise<boolean> {
  try {
    await what();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    useDesigner.getState().say(words()("loadFailed", { reason }));
    return false;
  }
}
