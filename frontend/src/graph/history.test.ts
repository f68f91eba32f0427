import { describe, expect, it } from "vitest";
import { canonical, clip, pasteOf } from "./clipboard";
import { begin, DEPTH, record, redo, replace, undo } from "./history";
import { linkFault } from "./links";
import type { Operation } from "./operations";
import { portsOf } from "./ports";
import { journey, paths, step } from "./sample";
import { type Document, emptyDocument, type Json, type Step } from "./types";

describe("history", () => {
  const rename = (name: string): Operation => ({ kind: "renameNode", key: "done", name });

  it("joins typing in one field into one step", () => {
    let history = begin(journey());
    history = record(history, rename("O"), 0);
    history = record(history, rename("Ov"), 300);
    expect(history.past).toHaveLength(1);
    history = record(history, rename("Over"), 5000);
    expect(history.past).toHaveLength(2);
    const set = (value: Json): Operation => ({
      kind: "setConfig",
      key: "lobby",
      path: ["condition"],
      value,
    });
    history = record(record(history, set("a"), 5100), set("ab"), 5200);
    expect(history.past).toHaveLength(3);
    history = record(record(history, set(1), 5300), set(2), 5400);
    expect(history.past).toHaveLength(5);
  });

  it("goes back and forth, and stays at its ends", () => {
    const start = begin(journey());
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
    const done = record(start, rename("Over"), 0);
    expect(redo(undo(done)).present).toEqual(done.present);
    expect(record(done, rename("x"), 0).future).toEqual([]);
    expect(record(done, { kind: "removeNodes", keys: [], heal: true }, 0)).toBe(done);
  });

  it("can take back what another one saved", () => {
    const start = begin(journey());
    expect(undo(replace(start, emptyDocument())).present).toBe(start.present);
  });

  it("keeps 200 steps", () => {
    let history = begin(journey());
    for (let n = 0; n < DEPTH + 20; n++) {
      history = record(history, rename(`n${n}`), n * 5000);
    }
    expect(history.past).toHaveLength(DEPTH);
  });
});

describe("any 20 operations", () => {
  it.each(Array.from({ length: 50 }, (_, seed) => seed + 1))("can be undone (%i)", (seed) => {
    const random = generator(seed);
    let history = begin(journey());
    const before = canonical(history.present as unknown as Json);
    for (let n = 0; n < 20; n++) {
      history = record(history, anyOperation(history.present, random, n), n * 5000);
      expectWhole(history.present);
    }
    for (let n = 0; n < 20; n++) history = undo(history);
    expect(canonical(history.present as unknown as Json)).toBe(before);
  });
});

/** Small and repeatable (mulberry32). */
function generator(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function anyOperation(document: Document, random: (n: number) => number, n: number): Operation {
  const keys = Object.keys(document.graph.nodes);
  const pick = () => keys[random(keys.length)] ?? "none";
  const ports = Object.entries(document.graph.nodes).flatMap(([node, one]) =>
    portsOf(one).map((port) => ({ node, port: port.id })),
  );
  const port = () => ports[random(ports.length)] ?? { node: "none", port: "next" };
  const types = ["condition", "split", "wait", "action", "end", "entry"] as const;
  const fresh = () => step(types[random(types.length)] ?? "end", "new", paths("a", "b"));
  const any: (() => Operation)[] = [
    () => ({
      kind: "addNode",
      key: `n${n}`,
      step: fresh(),
      at: { x: random(900), y: random(900) },
    }),
    () => ({ kind: "insertAtPort", key: `n${n}`, step: fresh(), at: port() }),
    () => ({ kind: "relocate", key: pick(), at: port() }),
    () => ({ kind: "removeNodes", keys: [pick()], heal: random(2) === 0 }),
    () => ({ kind: "connect", from: port(), to: pick() }),
    () => ({ kind: "disconnect", from: port() }),
    () => ({ kind: "moveNodes", positions: { [pick()]: { x: random(900), y: random(900) } } }),
    () => ({ kind: "renameNode", key: pick(), name: `name ${n}` }),
    () => ({ kind: "reorder", key: pick(), from: random(2), to: random(2) }),
    () => ({ kind: "setSettings", settings: { reentrance: random(2) === 0 } }),
    () => ({ kind: "setDirection", direction: random(2) ? "down" : "right" }),
    () => ({ kind: "tidy" }),
    () => pasteOf(document, clip(document, [pick(), pick()]), { x: 40, y: 40 }),
    () => ({ kind: "setConfig", key: pick(), path: ["paths", 0], value: undefined }),
  ];
  return (any[random(any.length)] ?? (() => ({ kind: "tidy" })))();
}

/** What must hold of every document: see `apply`. */
function expectWhole({ graph }: Document) {
  const seen = new Set<string>();
  for (const edge of graph.edges) {
    const at = `${edge.from} ${edge.port}`;
    expect(seen.has(at)).toBe(false);
    seen.add(at);
    const source = graph.nodes[edge.from] as Step;
    expect(portsOf(source).some((port) => port.id === edge.port)).toBe(true);
    expect(graph.nodes[edge.to]).toBeDefined();
    expect(graph.nodes[edge.to]?.type).not.toBe("entry");
    const others = { ...graph, edges: graph.edges.filter((one) => one !== edge) };
    expect(linkFault(others, { node: edge.from, port: edge.port }, edge.to)).toBeNull();
  }
}
