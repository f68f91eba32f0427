import { CARD, entryPoint, positionOf, sizeOf, snap } from "./geometry";
import { tidy } from "./layout";
import { linkFault, moveFault, placeFault } from "./links";
import { incoming, outgoing } from "./order";
import { makeRoom, positionAfter } from "./places";
import { edgeAt, isLabelled, portsOf } from "./ports";
import type {
  Direction,
  Document,
  Edge,
  Graph,
  Json,
  Point,
  PortRef,
  Settings,
  Step,
} from "./types";

/** Everything that a user can do to a journey. */
export type Operation =
  | { kind: "addNode"; key: string; step: Step; at: Point }
  /** At a free port: append. At a port with an edge: insert on that edge. */
  | { kind: "insertAtPort"; key: string; step: Step; at: PortRef; position?: Point }
  /** Takes a step out of its place, with the way healed, and puts it at another port. */
  | { kind: "relocate"; key: string; at: PortRef }
  | { kind: "removeNodes"; keys: string[]; heal: boolean }
  | { kind: "connect"; from: PortRef; to: string }
  | { kind: "disconnect"; from: PortRef }
  | { kind: "moveNodes"; positions: Record<string, Point> }
  | { kind: "renameNode"; key: string; name: string }
  /** `path` leads into the step's config; an undefined value removes the field. */
  | { kind: "setConfig"; key: string; path: (string | number)[]; value: Json | undefined }
  /** Moves a path or an alternative to another number. */
  | { kind: "reorder"; key: string; from: number; to: number }
  | { kind: "setSettings"; settings: Partial<Settings> }
  | { kind: "setDirection"; direction: Direction }
  | { kind: "tidy" }
  | { kind: "paste"; nodes: Record<string, Step>; edges: Edge[]; positions: Record<string, Point> };

/**
 * The one way in which a document changes. Gives a new document, or the same one when the
 * operation is not possible; never a broken one: no edge without its port and its two steps, one
 * edge a port, none into an entry, no loop.
 */
export function apply(document: Document, operation: Operation): Document {
  const changed = run(document, operation);
  return changed === document ? document : { ...changed, graph: prune(changed.graph) };
}

function run(document: Document, op: Operation): Document {
  switch (op.kind) {
    case "addNode":
      return addNode(document, op.key, op.step, op.at);
    case "insertAtPort":
      return insertAtPort(document, op);
    case "relocate":
      return relocate(document, op.key, op.at);
    case "removeNodes":
      return removeNodes(document, op.keys, op.heal);
    case "connect":
      return connect(document, op.from, op.to);
    case "disconnect":
      return edgeAt(document.graph, op.from)
        ? withGraph(document, { edges: without(document.graph.edges, op.from) })
        : document;
    case "moveNodes":
      return place(document, op.positions);
    case "renameNode":
      return changeStep(document, op.key, (step) => ({ ...step, name: op.name }));
    case "setConfig":
      return setConfig(document, op.key, op.path, op.value);
    case "reorder":
      return reorder(document, op.key, op.from, op.to);
    case "setSettings":
      return withGraph(document, { settings: { ...document.graph.settings, ...op.settings } });
    case "setDirection":
      return turned(document, op.direction);
    case "tidy":
      return place(document, tidy(document.graph, document.layout.direction));
    case "paste":
      return paste(document, op.nodes, op.edges, op.positions);
  }
}

function withGraph(document: Document, change: Partial<Graph>): Document {
  return { ...document, graph: { ...document.graph, ...change } };
}

function place(document: Document, positions: Record<string, Point>): Document {
  const known = Object.entries(positions).filter(([key]) => document.graph.nodes[key]);
  const all = { ...document.layout.positions, ...Object.fromEntries(known) };
  return { ...document, layout: { ...document.layout, positions: all } };
}

function relocate(document: Document, key: string, at: PortRef): Document {
  const step = document.graph.nodes[key];
  if (!step || moveFault(document.graph, key, at)) return document;
  const out = removeNode(document, key, true);
  // The ways out that do not go on from the new place keep what followed them.
  const first = portsOf(step)[0]?.id;
  const kept = outgoing(document.graph, key).filter((edge) => edge.port !== first);
  const put = insertAtPort(out, { key, step, at });
  return kept.reduce((now, e) => connect(now, { node: key, port: e.port }, e.to), put);
}

function addNode(document: Document, key: string, step: Step, at: Point): Document {
  const taken = document.graph.nodes[key] !== undefined;
  if (taken || placeFault(document.graph, step.type, null)) return document;
  const nodes = { ...document.graph.nodes, [key]: step };
  return place(withGraph(document, { nodes }), { [key]: snap(at) });
}

function insertAtPort(
  document: Document,
  op: { key: string; step: Step; at: PortRef; position?: Point },
): Document {
  const { key, step, at } = op;
  if (!document.graph.nodes[at.node] || placeFault(document.graph, step.type, at)) return document;
  const occupied = edgeAt(document.graph, at);
  const spot = occupied
    ? spotOnEdge(document, occupied, step)
    : (op.position ?? positionAfter(document, at, step));
  const added = addNode(document, key, step, spot);
  if (added === document) return document;
  const edges = [...without(added.graph.edges, at), { from: at.node, port: at.port, to: key }];
  const first = portsOf(step)[0];
  if (!occupied || !first) return withGraph(added, { edges });
  const joined = withGraph(added, {
    edges: [...edges, { ...occupied, from: key, port: first.id }],
  });
  return pushOn(joined, key, occupied.to, isLabelled(step, first.id));
}

/** A new card on an edge takes the place of the card that follows, in line with it. */
function spotOnEdge(document: Document, edge: Edge, step: Step): Point {
  const { direction } = document.layout;
  const to = entryPoint(document, edge.to) ?? { x: 0, y: 0 };
  const size = sizeOf(step, direction);
  return direction === "down"
    ? { x: to.x - size.width / 2, y: to.y }
    : { x: to.x, y: to.y - size.height / 2 };
}

/** Moves what follows a new step on, so that a row fits between; nothing where there is room. */
function pushOn(document: Document, key: string, next: string, labelled: boolean): Document {
  const down = document.layout.direction === "down";
  const [own, other] = [positionOf(document, key), positionOf(document, next)];
  const need = down ? CARD.height + (labelled ? 76 : 40) : CARD.width + (labelled ? 176 : 80);
  const room = need - (down ? other.y - own.y : other.x - own.x);
  return room > 0 ? place(document, makeRoom(document, key, room)) : document;
}

function connect(document: Document, from: PortRef, to: string): Document {
  if (linkFault(document.graph, from, to)) return document;
  if (edgeAt(document.graph, from)?.to === to) return document;
  const edges = without(document.graph.edges, from);
  return withGraph(document, { edges: [...edges, { from: from.node, port: from.port, to }] });
}

function without(edges: Edge[], at: PortRef): Edge[] {
  return edges.filter((edge) => edge.from !== at.node || edge.port !== at.port);
}

/** Removes steps; healing joins what led into each to what followed it on its first path. */
function removeNodes(document: Document, keys: string[], heal: boolean): Document {
  const present = keys.filter((key) => document.graph.nodes[key]);
  if (present.length === 0) return document;
  return present.reduce((now, key) => removeNode(now, key, heal), document);
}

function removeNode(document: Document, key: string, heal: boolean): Document {
  const { graph, layout } = document;
  const target = outgoing(graph, key)[0]?.to;
  const kept = graph.edges.filter((edge) => edge.from !== key && edge.to !== key);
  const healed = heal && target ? incoming(graph, key).map((e) => ({ ...e, to: target })) : [];
  const nodes = omit(graph.nodes, key);
  const positions = omit(layout.positions, key);
  return {
    graph: { ...graph, nodes, edges: [...kept, ...healed] },
    layout: { ...layout, positions },
  };
}

function omit<T>(record: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));
}

function changeStep(document: Document, key: string, change: (step: Step) => Step): Document {
  const step = document.graph.nodes[key];
  if (!step) return document;
  return withGraph(document, { nodes: { ...document.graph.nodes, [key]: change(step) } });
}

function setConfig(
  document: Document,
  key: string,
  path: (string | number)[],
  value: Json | undefined,
): Document {
  return changeStep(document, key, (step) => {
    const config = setIn(step.config as unknown as Json, path, value);
    return { ...step, config } as unknown as Step;
  });
}

/** A copy of a JSON value with one place changed; objects on the way are made where missing. */
export function setIn(value: Json, path: (string | number)[], to: Json | undefined): Json {
  const [head, ...rest] = path;
  if (head === undefined) return to ?? null;
  if (Array.isArray(value)) {
    const index = Number(head);
    if (rest.length === 0 && to === undefined) return value.filter((_, i) => i !== index);
    return value.map((item, i) => (i === index ? setIn(item, rest, to) : item));
  }
  const record = typeof value === "object" && value !== null ? value : {};
  if (rest.length === 0 && to === undefined) return omit(record, String(head));
  return { ...record, [head]: setIn(record[head] ?? null, rest, to) };
}

function reorder(document: Document, key: string, from: number, to: number): Document {
  return changeStep(document, key, (step) => {
    const config = step.config as unknown as Record<string, Json>;
    const field = step.type === "wait" ? "alternatives" : "paths";
    const list = config[field];
    if (!Array.isArray(list)) return step;
    return { ...step, config: { ...config, [field]: moved(list, from, to) } } as unknown as Step;
  });
}

/** A copy of a list with one item at another index; the same order for an index outside of it. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, i) => i !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

function turned(document: Document, direction: Direction): Document {
  return { ...document, layout: { positions: tidy(document.graph, direction), direction } };
}

function paste(
  document: Document,
  nodes: Record<string, Step>,
  edges: Edge[],
  positions: Record<string, Point>,
): Document {
  const added = Object.entries(nodes).reduce(
    (now, [key, step]) => addNode(now, key, step, positions[key] ?? { x: 0, y: 0 }),
    document,
  );
  return edges.reduce(
    (now, edge) => connect(now, { node: edge.from, port: edge.port }, edge.to),
    added,
  );
}

/** Drops edges whose port or step is gone. */
function prune(graph: Graph): Graph {
  const edges = graph.edges.filter((edge) => {
    const source = graph.nodes[edge.from];
    return source && graph.nodes[edge.to] && portsOf(source).some((port) => port.id === edge.port);
  });
  return edges.length === graph.edges.length ? graph : { ...graph, edges };
}
