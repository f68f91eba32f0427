import { describe, expect, it } from "vitest";
import { clip, pasteOf, readClip } from "./clipboard";
import { evenShares, readDuration, writeDuration } from "./durations";
import { positionOf } from "./geometry";
import { copyName, freshKey } from "./keys";
import { tidy } from "./layout";
import { linkFault, placeFault } from "./links";
import { apply } from "./operations";
import { flowOrder, ranks, roots } from "./order";
import { freePorts, portsOf } from "./ports";
import { readDocument } from "./reading";
import { edges, journey, paths, step } from "./sample";
import { emptyDocument, type Step } from "./types";

describe("ports", () => {
  it("lists each type's ways out in order", () => {
    const wait = step("wait", "w", { alternatives: [{ key: "a", name: "A" }] });
    const ids = (one: Step) => portsOf(one).map((port) => port.id);
    expect(ids(step("entry"))).toEqual(["next"]);
    expect(ids(step("condition", "c", { ...paths("a"), on_error: "path" }))).toEqual([
      "path:a",
      "else",
      "error",
    ]);
    expect(ids(step("split", "s", paths("a", "b")))).toEqual(["path:a", "path:b"]);
    expect(ids(wait)).toEqual(["alt:a"]);
    expect(ids(step("action", "a", { on_error: "path" }))).toEqual(["next", "error"]);
    expect(ids(step("end"))).toEqual([]);
  });

  it("finds the ports that lead nowhere", () => {
    const { graph } = journey();
    expect(freePorts(graph)).toEqual([{ node: "member", port: "path:eve" }]);
    expect(freePorts(graph, "nobody")).toEqual([]);
  });
});

describe("order", () => {
  it("follows the flow, first paths first", () => {
    expect(flowOrder(journey().graph)).toEqual(["lobby", "member", "welcome", "done", "bye"]);
    expect(roots(journey().graph)).toEqual(["lobby"]);
    expect(ranks(journey().graph).get("done")).toBe(3);
  });

  it("lists steps of a cycle once", () => {
    const { graph } = journey();
    const looped = { ...graph, edges: [...graph.edges, { from: "done", port: "x", to: "lobby" }] };
    expect(flowOrder(looped)).toHaveLength(5);
    expect(Object.keys(tidy(looped, "down"))).toHaveLength(5);
  });
});

describe("links", () => {
  const fault = (node: string, port: string, to: string) =>
    linkFault(journey().graph, { node, port }, to);

  it.each([
    ["member", "path:eve", "done", null],
    ["member", "path:none", "done", "no_port"],
    ["nobody", "next", "done", "no_port"],
    ["member", "path:eve", "nobody", "no_step"],
    ["member", "path:eve", "lobby", "into_entry"],
    ["member", "path:eve", "member", "itself"],
    ["welcome", "next", "member", "loop"],
  ])("%s %s to %s: %s", (node, port, to, expected) => {
    expect(fault(node, port, to)).toBe(expected);
  });

  it("lets one entry start a journey, and an end stand only at the end", () => {
    const { graph } = journey();
    const free = { node: "member", port: "path:eve" };
    expect(placeFault(graph, "entry", null)).toBe("entry_exists");
    expect(placeFault(emptyDocument().graph, "entry", null)).toBeNull();
    expect(placeFault(emptyDocument().graph, "entry", free)).toBe("entry_after");
    expect(placeFault(graph, "end", { node: "lobby", port: "next" })).toBe("end_between");
    expect(placeFault(graph, "end", free)).toBeNull();
  });
});

describe("keys and copies", () => {
  it("makes keys that are free", () => {
    expect(freshKey("Wait", ["wait", "wait_2"])).toBe("wait_3");
    expect(freshKey("환영", [])).toBe("step");
    expect(copyName("Wait (2)", ["Wait (2)"])).toBe("Wait (3)");
    expect(copyName("Wait", ["Wait (2)"])).toBe("Wait (3)");
  });

  it("copies steps with the edges between them", () => {
    const document = journey();
    const text = JSON.stringify(clip(document, ["lobby", "member", "welcome"]));
    const read = readClip(text);
    if (!read) throw new Error("unreadable");
    const after = apply(document, pasteOf(document, read, { x: 400, y: 0 }));
    expect(Object.keys(after.graph.nodes)).toHaveLength(7);
    expect(edges(after)).toContain("member_2 path:yes welcome_2");
    expect(after.graph.nodes.welcome_2?.name).toBe("Welcome (2)");
    const fresh = apply(emptyDocument(), pasteOf(emptyDocument(), read, { x: 0, y: 0 }));
    expect(fresh.graph.nodes.lobby?.type).toBe("entry");
    const bare = pasteOf(document, { ...read, positions: {} }, { x: 8, y: 8 });
    expect(bare.kind === "paste" && bare.positions.welcome_2).toEqual({ x: 8, y: 8 });
    const unplaced = apply(document, {
      kind: "paste",
      nodes: { z: step("end") },
      edges: [],
      positions: {},
    });
    expect(positionOf(unplaced, "z")).toEqual({ x: 0, y: 0 });
  });

  it.each([
    "no JSON",
    "[]",
    '{"gilmok":"steps"}',
    '{"gilmok":"steps","nodes":{"a":{"type":"entry"}}}',
    '{"gilmok":"steps","nodes":{"a":{"type":"magic","name":"","config":{}}},"edges":[],"positions":{}}',
    '{"gilmok":"steps","nodes":{"a":{"type":"wait","name":"","config":{}}},"edges":[],"positions":{}}',
    '{"gilmok":"steps","nodes":{"a":{"type":"split","name":"","config":{}}},"edges":[],"positions":{}}',
    '{"gilmok":"steps","nodes":{},"edges":{},"positions":{}}',
  ])("takes no steps from %s", (text) => {
    expect(readClip(text)).toBeNull();
  });
});

describe("durations", () => {
  it.each([
    ["PT6H", { count: 6, unit: "hours" }],
    ["PT30M", { count: 30, unit: "minutes" }],
    ["P2D", { count: 2, unit: "days" }],
    ["P1W", { count: 1, unit: "weeks" }],
    ["PT20S", { count: 20, unit: "seconds" }],
  ] as const)("reads and writes %s", (text, amount) => {
    expect(readDuration(text)).toEqual(amount);
    expect(writeDuration(amount)).toBe(text);
  });

  it("leaves durations of several parts as text", () => {
    expect(readDuration("P1DT6H")).toBeNull();
    expect(readDuration("P3M")).toBeNull();
  });

  it("shares 100 out evenly", () => {
    expect(evenShares(3)).toEqual([34, 33, 33]);
  });
});

describe("reading", () => {
  it("fills in what the server leaves out", () => {
    const empty = readDocument({}, {});
    expect(empty.graph.settings.longest_stay).toBe("P91D");
    expect(empty.graph.nodes).toEqual({});
  });

  it("fills in the rows of conditions, splits and waits", () => {
    const nodes = {
      c: { type: "condition", config: { paths: [{ key: "a", kind: "expression" }] } },
      s: { type: "split", config: { paths: [{ key: "a" }] } },
      w: { type: "wait", config: { alternatives: [{ key: "a", kind: "duration" }] } },
    };
    const { c, s, w } = readDocument({ nodes }, {}).graph.nodes;
    expect(c?.config).toMatchObject({ paths: [{ name: "" }], on_error: "stop" });
    expect(s?.config).toMatchObject({ paths: [{ name: "", percent: 0 }] });
    expect(w?.config).toMatchObject({ alternatives: [{ name: "", condition: "" }] });
  });

  it("keeps positions and adds those that lack", () => {
    const nodes = { a: { type: "entry" }, b: { type: "end" } };
    const part = readDocument(
      { nodes },
      { positions: { a: { x: 80, y: 80 } }, direction: "right" },
    );
    expect(part.layout.direction).toBe("right");
    expect(part.layout.positions.a).toEqual({ x: 80, y: 80 });
    expect(part.layout.positions.b).toBeDefined();
    const whole = { a: { x: 1, y: 1 }, b: { x: 2, y: 2 } };
    expect(readDocument({ nodes }, { positions: whole }).layout.positions).toEqual(whole);
  });
});
