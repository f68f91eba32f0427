import { beforeEach, describe, expect, it } from "vitest";
import { emptyDocument } from "../graph/types";
import { type PaletteItem, paletteItems } from "../palette/items";
import { CATALOG } from "../test-catalog";
import { words } from "../words";
import { getDocument, useDesigner } from "./designer";
import { addItem, connect, copied, deleteChosen, duplicate, pasteText } from "./edits";

const item = (id: string): PaletteItem => {
  const hasEntry = Object.keys(getDocument().graph.nodes).length > 0;
  const found = paletteItems(CATALOG, hasEntry, words()).find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};
const add = (id: string) => addItem(item(id), null);
const edges = () => getDocument().graph.edges.map((e) => `${e.from} ${e.port} ${e.to}`);
const state = () => useDesigner.getState();

beforeEach(() => {
  state().start({ document: emptyDocument(), catalog: CATALOG, canEdit: true, toast: null });
  add("event:LobbyBeacon");
  add("condition");
  add("action:welcome_push");
});

describe("editing", () => {
  it("adds after the selected step and selects what is new", () => {
    expect(edges()).toEqual(["lobbybeacon next condition", "condition path:yes welcome_push"]);
    expect(state().selection).toEqual(["welcome_push"]);
  });

  it("adds on the chosen edge", () => {
    state().selectEdge({ node: "lobbybeacon", port: "next" });
    add("wait");
    expect(edges()).toContain("lobbybeacon next wait");
  });

  it("says why something has no place", () => {
    addItem(item("end"), { node: "lobbybeacon", port: "next" });
    expect(state().toast?.text).toBe("An end cannot go between two steps.");
    expect(getDocument().graph.nodes.end).toBeUndefined();
  });

  it("deletes and heals, and offers to undo", () => {
    state().select(["condition"]);
    deleteChosen();
    expect(edges()).toEqual(["lobbybeacon next welcome_push"]);
    expect(state().toast).toMatchObject({ text: "Deleted “Condition”", undo: true });
    expect(state().selection).toEqual([]);
    state().undo();
    expect(edges()).toHaveLength(2);
  });

  it("deletes the chosen edge alone", () => {
    state().selectEdge({ node: "condition", port: "path:yes" });
    deleteChosen();
    expect(edges()).toEqual(["lobbybeacon next condition"]);
    expect(state().selectedEdge).toBeNull();
  });

  it("names the step that a new connection replaces", () => {
    add("end");
    connect({ node: "lobbybeacon", port: "next" }, "end");
    expect(state().toast?.text).toContain("Condition");
  });

  it("copies by text, and takes no other text for steps", () => {
    state().select(["condition", "welcome_push"]);
    const text = copied();
    expect(pasteText(text ?? "")).toBe(true);
    expect(edges()).toContain("condition_2 path:yes welcome_push_2");
    expect(pasteText("hello")).toBe(false);
    duplicate();
    expect(Object.keys(getDocument().graph.nodes)).toHaveLength(7);
  });

  it("changes nothing for those who may only look", () => {
    state().patch({ canEdit: false });
    const before = getDocument();
    state().act({ kind: "tidy" });
    deleteChosen();
    expect(getDocument()).toBe(before);
  });
});
