import { api } from "../api/client";
import { withFoot } from "../graph/foot";
import { readDocument } from "../graph/reading";
import { FOOT } from "../live/numbers";
import { type Designer, type Mode, useDesigner } from "../store/designer";
import { attempt } from "./saving";

/** Where a link into the designer leads. */
export type Place = {
  mode: Mode;
  version: number | null;
  run: string | null;
  step: string | null;
};

/** The place that an address names; what it does not name is as usual. */
export function readAddress(search: string): Place {
  const asked = new URLSearchParams(search);
  const run = asked.get("run");
  const named = asked.get("mode");
  const isLive = run !== null || named === "live";
  return {
    mode: isLive ? "live" : named === "test" ? "test" : "edit",
    version: Number(asked.get("version")) || null,
    run,
    step: asked.get("step"),
  };
}

/** The address of what is on the canvas. */
export function addressOf(now: Pick<Designer, "mode" | "version" | "run">): string {
  const told = new URLSearchParams();
  if (now.mode !== "edit") told.set("mode", now.mode);
  if (now.mode === "live" && now.version) told.set("version", String(now.version));
  if (now.mode === "live" && now.run) told.set("run", now.run);
  const text = told.toString();
  return text ? `?${text}` : window.location.pathname;
}

/** Changes what the canvas is for. Live shows the version that runs, and nothing can be drawn in it. */
export async function enter(mode: Mode): Promise<void> {
  await openAt({ mode, version: null, run: null, step: null });
}

/** Goes to a place; what is drawn in the draft stays as it is. */
export async function openAt(place: Place): Promise<void> {
  if (place.mode !== "live") {
    const { mayEdit, patch } = useDesigner.getState();
    patch({ mode: place.mode, version: null, run: null, shown: null, canEdit: mayEdit });
    // The try-out is beside the canvas: without its pane there would be nothing to see of it.
    if (place.mode === "test") patch({ paneOpen: true });
    return;
  }
  await attempt(async () => {
    const number = place.version ?? (await versionOf(place.run)) ?? newest();
    if (number === null) return;
    await show(number, place.run);
  });
}

const ROOM_BESIDE = 768;

async function versionOf(run: string | null): Promise<number | null> {
  return run === null ? null : (await api.run(run)).version;
}

/** The live version, else the newest that was ever published. */
function newest(): number | null {
  const { journey } = useDesigner.getState();
  const numbers = journey?.versions.map((one) => one.number) ?? [];
  return journey?.live_version ?? (numbers.length > 0 ? Math.max(...numbers) : null);
}

async function show(version: number, run: string | null): Promise<void> {
  const { journey, version: before, shown, patch } = useDesigner.getState();
  if (!journey) return;
  const told = before === version ? null : await api.version(journey.id, version);
  // Every card has room for its numbers from the beginning: nothing moves when they come.
  const document = told ? withFoot(readDocument(told.graph, told.layout), FOOT) : shown;
  patch({
    mode: "live",
    version,
    run,
    shown: document,
    canEdit: false,
    selection: [],
    selectedEdge: null,
    quickAdd: null,
    connecting: null,
    // On a phone the pane would lie over what one came to see.
    paneOpen: run !== null || window.innerWidth >= ROOM_BESIDE,
  });
}
