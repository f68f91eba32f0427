import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { ReactFlowProvider } from "@xyflow/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { journey } from "../graph/sample";
import { useDesigner } from "../store/designer";
import type { Line } from "./api";
import { Outline } from "./Outline";
import { partsOf, rowAfter, splitLine } from "./text";
import { useTold } from "./told";

const line = (
  kind: Line["kind"],
  depth: number,
  text: string,
  node: string | null = null,
): Line => ({
  kind,
  depth,
  text,
  node,
  port: kind === "branch" ? "path:yes" : null,
});
const LINES = [
  line("setting", 0, "Nobody stays longer than 91 days."),
  line("step", 0, "“Lobby”: People enter.", "lobby"),
  line("step", 0, "“Member?”: Takes the first path that holds:", "member"),
  line("branch", 1, "“YES”: if it is so", "member"),
  line("step", 2, "“Welcome”: Sends it.", "welcome"),
  line("branch", 1, "Otherwise", "member"),
  line("step", 2, "“Bye”: The journey ends here.", "bye"),
];
const { flow, settings } = partsOf(LINES);

describe("lines", () => {
  it("have the name that they begin with apart", () => {
    expect(splitLine("“Lobby”: People enter.")).toEqual({ name: "Lobby", rest: "People enter." });
    expect(splitLine("‘로비’: 진입합니다.")).toEqual({ name: "로비", rest: "진입합니다." });
    expect(splitLine("Otherwise (“Else”)")).toEqual({ name: "", rest: "Otherwise (“Else”)" });
  });

  it("tell the journey's settings from its flow", () => {
    expect(settings).toHaveLength(1);
    expect(flow).toHaveLength(6);
  });

  it.each([
    [0, "ArrowDown", 1],
    [0, "ArrowUp", 0],
    [5, "ArrowDown", 5],
    [3, "ArrowLeft", 2],
    [4, "ArrowLeft", 1],
    [1, "ArrowLeft", 1],
    [4, "Home", 0],
    [0, "End", 5],
  ])("from row %i %s leads to row %i", (at, key, to) => {
    expect(rowAfter(flow, at, key)).toBe(to);
  });
});

describe("the outline", () => {
  beforeEach(() => {
    useDesigner.getState().start({ document: journey() });
    useDesigner.getState().patch({ outline: true, paneOpen: false });
    useTold.setState({
      told: { language: "en", steps: {}, lines: LINES, text: "" },
      graph: null,
      version: null,
      failure: "",
    });
  });
  afterEach(cleanup);
  const show = () =>
    render(
      <ReactFlowProvider>
        <Outline />
      </ReactFlowProvider>,
    );

  it("is a tree with one row to tab to", () => {
    show();
    const rows = screen.getAllByRole("treeitem");
    expect(rows.map((row) => row.getAttribute("aria-level"))).toEqual([
      "1",
      "1",
      "2",
      "3",
      "2",
      "3",
    ]);
    expect(rows.filter((row) => row.tabIndex === 0)).toEqual([rows[0]]);
  });

  it("walks by arrows and keeps the canvas's selection in step", () => {
    show();
    const rows = screen.getAllByRole("treeitem");
    rows[0]?.focus();
    fireEvent.keyDown(rows[0] as Element, { key: "ArrowDown" });
    expect(document.activeElement).toBe(rows[1]);
    expect(useDesigner.getState().selection).toEqual(["member"]);
  });

  it("opens a step by Enter", () => {
    show();
    const row = screen.getAllByRole("treeitem")[3] as HTMLElement;
    row.focus();
    fireEvent.keyDown(row, { key: "Enter" });
    expect(useDesigner.getState()).toMatchObject({ selection: ["welcome"], paneOpen: true });
  });

  it("adds a step at the way out that has the focus", () => {
    show();
    const row = screen.getAllByRole("treeitem")[2] as HTMLElement;
    row.focus();
    fireEvent.keyDown(row, { key: "a" });
    expect(useDesigner.getState().quickAdd?.at).toEqual({ node: "member", port: "path:yes" });
  });

  it("keeps the last words, and says so, while the server cannot be reached", () => {
    useTold.setState({ failure: "network" });
    show();
    expect(screen.getByRole("status").textContent).toContain("network");
    expect(screen.getAllByRole("treeitem")).toHaveLength(6);
  });
});
