import { ApiError } from "../api/client";
import { enter } from "../designer/modes";
import { reloadJourney } from "../designer/saving";
import { useDesigner } from "../store/designer";
import { words } from "../words";
import { type Beat, type Demo, type ForwardOrder, hotel } from "./api";
import { dataOf } from "./document";
import { setClock, useHotel } from "./store";

const BEAT = 1_100;
const MORNING = 7 * 60;
const MINUTE = 60_000;

/** Reads whether this journey is the demonstration's, and what can be played on it. */
export async function readHotel(journey: string): Promise<void> {
  const demo = await hotel.read(journey);
  if (!demo.here) return;
  useHotel.setState({ demo });
  setClock(demo.clock);
}

/** Plays the day from its beginning, with people who were never here. */
export async function playDay(others = false): Promise<void> {
  const { demo, playing } = useHotel.getState();
  if (!demo || playing === "playing" || playing === "paused") return;
  useHotel.setState({ playing: "playing", beat: 0, says: null, trouble: null });
  try {
    await watch();
    await playBeats(demo, others);
    if (isPlaying()) useHotel.setState({ playing: "over" });
    void reloadJourney();
  } catch (error) {
    useHotel.setState({ playing: "no" });
    tell(error, () => void playDay(true));
  }
}

async function playBeats(demo: Demo, others: boolean): Promise<void> {
  const morning = Date.parse(await move({ to: "morning" }, others));
  const midnight = Math.floor(morning / MINUTE) * MINUTE - MORNING * MINUTE;
  const mark = Date.now().toString(36);
  for (const [at, beat] of demo.day.entries()) {
    if (!(await mayGoOn())) return;
    await move({ to: new Date(midnight + beat.minute * MINUTE).toISOString() }, others);
    useHotel.setState({ beat: at + 1, says: beat.says });
    await happen(demo, beat, mark);
    await pause(BEAT);
  }
}

async function happen(demo: Demo, beat: Beat, mark: string): Promise<void> {
  const event = demo.events.find((one) => one.key === beat.event);
  if (!event || !beat.guest || !beat.who) return;
  const values = { ...event.values[beat.guest], ...beat.values };
  const person = `ecid-${beat.guest}-${mark}-${beat.who}`;
  await hotel.send({ guest: beat.guest, event: event.key, person, data: dataOf(values) });
}

export const pauseDay = () => useHotel.setState({ playing: "paused" });
export const goOn = () => useHotel.setState({ playing: "playing" });
export const stopDay = () => useHotel.setState({ playing: "no", says: null });

function isPlaying(): boolean {
  return useHotel.getState().playing === "playing";
}

/** Waits while the day is held. False where it was stopped. */
async function mayGoOn(): Promise<boolean> {
  while (useHotel.getState().playing === "paused") await pause(100);
  return isPlaying();
}

/** Fast-forward by hand. */
export async function forward(order: ForwardOrder, others = false): Promise<void> {
  if (useHotel.getState().busy) return;
  useHotel.setState({ busy: "forward", trouble: null });
  try {
    await watch();
    await move(order, others);
  } catch (error) {
    tell(error, () => void forward(order, true));
  } finally {
    useHotel.setState({ busy: null });
  }
}

/** Moves the clock, in several calls where one takes too long; what time it is then. */
async function move(order: ForwardOrder, others: boolean): Promise<string> {
  const goal = await momentOf(order);
  for (;;) {
    const moved = await hotel.forward(goal, others);
    setClock(moved);
    if (moved.reached) return moved.now;
  }
}

/** A span becomes a moment first, so that a second call does not add it once more. */
async function momentOf(order: ForwardOrder): Promise<ForwardOrder> {
  if ("to" in order) return order;
  const { now } = await hotel.clock();
  const length = (SPANS[order.by] ?? 0) * 1000;
  return { to: new Date(Date.parse(now) + length).toISOString() };
}

export const SPANS: Record<string, number> = { PT1H: 3600, PT6H: 6 * 3600, P1D: 24 * 3600 };

/** Takes away what the guests left, and sets the clock back. */
export async function reset(): Promise<void> {
  stopDay();
  useHotel.setState({ busy: "reset", trouble: null });
  try {
    const cleared = await hotel.reset();
    setClock(cleared);
    useHotel.setState({ messages: [], fresh: new Set(), beat: 0 });
    void reloadJourney();
    const t = words();
    useDesigner.getState().say(t.count("hotelCleared", cleared.removed.runs));
    if (cleared.offset_seconds > 0) {
      useHotel.setState({ trouble: { text: t("hotelClockStays", { n: cleared.others }) } });
    }
  } catch (error) {
    tell(error);
  } finally {
    useHotel.setState({ busy: null });
  }
}

/** Shows the published version with its numbers, and gives the canvas the room of the pane. */
export async function watch(): Promise<void> {
  const { mode, run, patch } = useDesigner.getState();
  if (mode !== "live" || run !== null) {
    await enter("live");
    patch({ paneOpen: false });
    useHotel.setState(({ frames }) => ({ frames: frames + 1 }));
  }
}

function tell(error: unknown, again?: () => void): void {
  const text = error instanceof Error ? error.message : String(error);
  const isAboutOthers = error instanceof ApiError && error.code === "others_inside";
  const trouble =
    isAboutOthers && again ? { text, again } : { text: text || words()("hotelFailed") };
  useHotel.setState({ trouble });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
