import { useReactFlow, ViewportPortal } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { showJourney } from "../canvas/view";
import { pathOf, route } from "../graph/routing";
import { getDocument, useDesigner } from "../store/designer";
import { hotel, type Ports } from "./api";
import { type Flight, flightsBetween, tokensOf } from "./flights";
import { keepLooking } from "./looking";
import { useHotel } from "./store";

const LOOK = 1_000;
const RUN = 620;
const APART = 160;
const MOST = 40;
type Token = { id: number; path: string; count: number; delay: number };
let tokens = 0;

/** People on their way: a dot that runs along an edge for each who went over it. */
export function Tokens() {
  useWholeView();
  const isWatching = useHotel((now) => now.demo !== null && now.isOpen);
  const mode = useDesigner((now) => now.mode);
  const run = useDesigner((now) => now.run);
  return isWatching && mode === "live" && run === null && !isStill() ? <Running /> : null;
}

/** When the canvas gets other room, the whole journey is shown anew. */
function useWholeView(): void {
  const flow = useReactFlow();
  const frames = useHotel((now) => now.frames);
  useEffect(() => {
    if (frames === 0) return;
    const timer = setTimeout(() => void showJourney(flow), 60);
    return () => clearTimeout(timer);
  }, [flow, frames]);
}

function isStill(): boolean {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

function Running() {
  const [shown, setShown] = useState<Token[]>([]);
  useFlights((flights) => {
    const more = flights.flatMap(tokensFor);
    setShown((before) => [...before, ...more].slice(-MOST));
  });
  const gone = (id: number) => setShown((before) => before.filter((one) => one.id !== id));
  return (
    <ViewportPortal>
      {shown.map((token) => (
        <span
          key={token.id}
          className="token"
          data-testid="token"
          aria-hidden="true"
          style={{
            offsetPath: `path("${token.path}")`,
            animationDelay: `${token.delay}ms`,
            animationDuration: `${RUN}ms`,
          }}
          onAnimationEnd={() => gone(token.id)}
        >
          {token.count > 1 && token.count}
        </span>
      ))}
    </ViewportPortal>
  );
}

function tokensFor(flight: Flight): Token[] {
  const own = getDocument();
  const edge = own.graph.edges.find((one) => one.from === flight.from && one.port === flight.port);
  const path = edge ? pathOf(route(own, edge)) : "";
  if (!path) return [];
  return tokensOf(flight.count).map((count, at) => {
    tokens += 1;
    return { id: tokens, path, count, delay: flight.rank * RUN + at * APART };
  });
}

/** Looks at the numbers again and again, and tells what moved since the last look. */
function useFlights(tell: (flights: Flight[]) => void): void {
  const journey = useDesigner((now) => now.journey?.id);
  const version = useDesigner((now) => now.version);
  const told = useRef(tell);
  told.current = tell;
  useEffect(() => {
    if (!journey) return;
    let before: Ports | null = null;
    return keepLooking(async (isGone) => {
      const now = await hotel.numbers(journey, version);
      if (before && !isGone()) told.current(flightsBetween(before, now, getDocument().graph));
      before = now;
    }, LOOK);
  }, [journey, version]);
}
