import { Numbers } from "../live/Numbers";
import { useDesigner } from "../store/designer";
import { useMarks } from "./marks";

/** What the mode in use lays over a card: live numbers below it, the time of a person's step. */
export function CardMark({ id }: { id: string }) {
  const mode = useDesigner((now) => now.mode);
  const run = useDesigner((now) => now.run);
  const time = useMarks((now) => now.cards[id]?.time);
  return (
    <>
      {mode === "live" && run === null && <Numbers id={id} />}
      {time && <span className="card-time">{time}</span>}
    </>
  );
}

/** The state of a card under the mode in use, as a class. */
export function useCardState(id: string): string {
  const state = useMarks((now) => now.cards[id]?.state);
  return state ? `is-${state}` : "";
}
