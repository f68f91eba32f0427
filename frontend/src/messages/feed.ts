import type { Message } from "../api/types";

export const MOST = 500;
export const NEW_FOR = 6_000;

/** The messages, the newest first, and when each that came later was first seen. */
export type Feed = {
  messages: Message[];
  seen: Map<string, number>;
  isConnected: boolean;
  isLoaded: boolean;
};

export const NOTHING: Feed = { messages: [], seen: new Map(), isConnected: true, isLoaded: false };

/** A feed with what has come; those of the first answer are not news. */
export function merged(feed: Feed, came: Message[], now: number): Feed {
  const known = new Set(feed.messages.map((one) => one.id));
  const fresh = came.filter((one) => !known.has(one.id));
  const seen = new Map([...feed.seen].filter(([, at]) => now - at < NEW_FOR));
  if (feed.isLoaded) for (const one of fresh) seen.set(one.id, now);
  const all = [...fresh, ...feed.messages].sort(newestFirst);
  return { messages: all.slice(0, MOST), seen, isConnected: true, isLoaded: true };
}

function newestFirst(a: Message, b: Message): number {
  return Date.parse(b.at) - Date.parse(a.at) || Number(b.id) - Number(a.id);
}

/** The id after which the server is asked for more: the largest, as ids come from one sequence. */
export function newestId(feed: Feed): string | null {
  const ids = feed.messages.map((one) => one.id);
  const largest = (a: string, b: string) => (BigInt(b) > BigInt(a) ? b : a);
  return feed.isLoaded && ids.length > 0 ? ids.reduce(largest) : null;
}
