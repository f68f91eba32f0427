import { DEFAULTS, readDocument } from "./reading";
import type { Document, Step } from "./types";

/** A journey to try things on. */
export const step = (type: Step["type"], name = type as string, config: object = {}): Step =>
  ({ type, name, config: { ...DEFAULTS[type], ...config } }) as Step;

export const paths = (...keys: string[]) => ({
  paths: keys.map((key) => ({ key, name: key.toUpperCase(), kind: "expression", expression: "" })),
});

/** lobby -> member -(yes)-> welcome -> done, member -(else)-> bye */
export function journey(): Document {
  return readDocument(
    {
      nodes: {
        lobby: { type: "entry", name: "Lobby" },
        member: { type: "condition", name: "Member?", config: paths("yes", "eve") },
        welcome: { type: "action", name: "Welcome" },
        done: { type: "end" },
        bye: { type: "end", name: "Bye" },
      },
      edges: [
        { from: "lobby", port: "next", to: "member" },
        { from: "member", port: "else", to: "bye" },
        { from: "member", port: "path:yes", to: "welcome" },
        { from: "welcome", port: "next", to: "done" },
      ],
    },
    {},
  );
}

export const edges = (document: Document) =>
  document.graph.edges.map((e) => `${e.from} ${e.port} ${e.to}`).sort();
