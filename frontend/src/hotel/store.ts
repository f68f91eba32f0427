import { create } from "zustand";
import type { Message } from "../api/types";
import { useDesigner } from "../store/designer";
import { setAhead } from "../ui/present";
import type { Clock, Demo } from "./api";

/** The day: not begun, played, held, or at its end. */
export type Playing = "no" | "playing" | "paused" | "over";
/** A refusal in words; `again` does the same for people who are no guests too. */
export type Trouble = { text: string; again?: () => void };

export type Hotel = {
  demo: Demo | null;
  clock: Clock | null;
  /** When the clock was read, by this machine. */
  clockAt: number;
  playing: Playing;
  beat: number;
  says: { en: string; ko: string } | null;
  /** What is under way, so that nothing else is begun. */
  busy: "forward" | "reset" | null;
  trouble: Trouble | null;
  messages: Message[];
  /** Those that came while the page was open. */
  fresh: Set<string>;
  isOpen: boolean;
  hasMessages: boolean;
  /** Rises when the canvas gets other room, so that the whole journey is shown anew. */
  frames: number;
};

const CLOSED = "gilmok:hotel-closed";
const NO_MESSAGES = "gilmok:hotel-no-messages";
const isWide = globalThis.matchMedia?.("(min-width: 1024px)").matches ?? true;

export const useHotel = create<Hotel>()(() => ({
  demo: null,
  clock: null,
  clockAt: 0,
  playing: "no",
  beat: 0,
  says: null,
  busy: null,
  trouble: null,
  messages: [],
  fresh: new Set(),
  isOpen: localStorage.getItem(CLOSED) === null,
  hasMessages: isWide && localStorage.getItem(NO_MESSAGES) === null,
  frames: 0,
}));

export function setClock(clock: Clock): void {
  setAhead(clock.offset_seconds * 1_000);
  useHotel.setState({ clock, clockAt: Date.now() });
}

/** Shows or puts away the strip; remembered. */
export function openStrip(isOpen: boolean): void {
  remember(CLOSED, !isOpen);
  useHotel.setState({ isOpen });
}

/** Below this the canvas has no room beside both the pane and the messages. */
const ROOM_FOR_BOTH = 1680;

/** Whether the messages stand beside the canvas: while one watches, and the pane leaves them room. */
export function useShowsMessages(): boolean {
  const hasMessages = useHotel((now) => now.hasMessages);
  const isWatching = useDesigner((now) => now.mode === "live" && now.run === null);
  const isPaneOpen = useDesigner((now) => now.paneOpen);
  return hasMessages && isWatching && !(isPaneOpen && window.innerWidth < ROOM_FOR_BOTH);
}

/** Shows or puts away the messages; remembered. The pane makes room for them. */
export function openMessages(hasMessages: boolean): void {
  if (hasMessages && window.innerWidth < ROOM_FOR_BOTH) {
    useDesigner.getState().patch({ paneOpen: false });
  }
  remember(NO_MESSAGES, !hasMessages);
  useHotel.setState({ hasMessages });
}

function remember(name: string, isSo: boolean): void {
  if (isSo) localStorage.setItem(name, "1");
  else localStorage.removeItem(name);
}
