import type { WordKey } from "../words";
import type { Fault } from "./api";

const OTHER_SIDE = new Set(["http", "timeout", "connect", "capped", "bad_answer", "too_large"]);
const ADDRESS = new Set(["dns", "tls", "blocked"]);

/** What one can do about an error, by what kind of error it is. */
export function adviceWord(error: Fault): WordKey {
  const kind = String(error.kind ?? error.code ?? "").replace(/^(action|fetch)_/, "");
  if (kind === "unrendered") return "adviseValue";
  if (kind === "rejected") return "adviseRejected";
  if (OTHER_SIDE.has(kind)) return "adviseOtherSide";
  if (ADDRESS.has(kind)) return "adviseAddress";
  return "adviseCause";
}
