import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readDocument } from "../graph/reading";
import { getDocument, useDesigner } from "../store/designer";
import { CATALOG } from "../test-catalog";
import { setLanguage } from "../words";
import { Pane } from "./Pane";

const state = () => useDesigner.getState();
const config = (key: string) => getDocument().graph.nodes[key]?.config as Record<string, unknown>;
const change = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

beforeEach(() => {
  vi.stubGlobal("fetch", async () => new Response('{"type":"","problems":[],"words":{}}'));
  const nodes = {
    lobby: { type: "entry", name: "Lobby", config: { event: "LobbyBeacon" } },
    member: {
      type: "condition",
      name: "Member?",
      config: {
        paths: [
          { key: "yes", name: "Yes", kind: "expression", expression: "true" },
          { key: "eve", name: "Evening", kind: "time", from: "20:00", to: "23:00", weekdays: [] },
        ],
      },
    },
    ab: {
      type: "split",
      config: {
        paths: [
          { key: "a", name: "A", percent: 60 },
          { key: "b", name: "B", percent: 30 },
        ],
      },
    },
    pause: {
      type: "wait",
      config: { alternatives: [{ key: "d", name: "", kind: "duration", duration: "PT6H" }] },
    },
    push: { type: "action", config: { action: "welcome_push", parameters: { old: '"x"' } } },
    done: { type: "end" },
  };
  state().start({
    document: readDocument({ nodes }, {}),
    catalog: CATALOG,
    canEdit: true,
    problems: [],
    paneOpen: true,
  });
  render(<Pane />);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  setLanguage("en");
});

const open = (key: string) => act(() => state().open(key));

describe("the pane", () => {
  it("shows the journey's settings when no step is selected", () => {
    change("Time zone", "Asia/Seoul");
    fireEvent.click(screen.getByLabelText("Pause before they may enter again"));
    expect(getDocument().graph.settings).toMatchObject({
      timezone: "Asia/Seoul",
      reentrance_pause: "P1D",
    });
  });

  it("renames a step as one types", () => {
    open("lobby");
    change("Name of the step", "로비 도착");
    expect(getDocument().graph.nodes.lobby?.name).toBe("로비 도착");
    change("Event", "OrderPlaced");
    expect(config("lobby").event).toBe("OrderPlaced");
  });

  it("edits, adds, moves and removes paths", () => {
    open("member");
    fireEvent.click(screen.getByText("Mon"));
    fireEvent.click(screen.getByText("Fri"));
    expect(config("member")).toMatchObject({ paths: [{}, { weekdays: ["mon", "fri"] }] });
    fireEvent.click(screen.getByText("+ Add path"));
    fireEvent.click(screen.getAllByLabelText("Move up")[1] as HTMLElement);
    fireEvent.click(screen.getAllByLabelText("Remove")[1] as HTMLElement);
    const { paths } = config("member") as { paths: { key: string }[] };
    expect(paths.map((path) => path.key)).toEqual(["eve", "path_3"]);
    change("If a value cannot be read", "path");
    expect(config("member").on_error).toBe("path");
  });

  it("keeps of a path only what its kind needs", () => {
    open("member");
    fireEvent.change(screen.getAllByLabelText("Rule")[1] as HTMLElement, {
      target: { value: "expression" },
    });
    expect(config("member")).toMatchObject({
      paths: [{}, { key: "eve", name: "Evening", kind: "expression", expression: "" }],
    });
    expect(JSON.stringify(config("member"))).not.toContain("weekdays");
  });

  it("says when shares do not add up, and shares evenly", () => {
    open("ab");
    expect(screen.getByText(/add up to 90 %/)).toBeDefined();
    fireEvent.click(screen.getByText("Share evenly"));
    expect(config("ab")).toMatchObject({ paths: [{ percent: 50 }, { percent: 50 }] });
    expect(screen.getByText("Sum: 100 %")).toBeDefined();
  });

  it("edits a wait as a number and a unit, or as an event", () => {
    open("pause");
    change("Amount", "2");
    change("Unit", "days");
    expect(config("pause")).toMatchObject({ alternatives: [{ duration: "P2D" }] });
    change("What happens", "event");
    change("Event", "LobbyBeacon");
    fireEvent.click(screen.getByLabelText("Count events since they entered"));
    expect(config("pause")).toEqual({
      alternatives: [
        {
          key: "d",
          name: "",
          kind: "event",
          event: "LobbyBeacon",
          since_entry: true,
          condition: "",
        },
      ],
    });
  });

  it("fills an action's parameters, and shows those that it no longer has", () => {
    open("push");
    change("Device tokentext · required", '"abc"');
    expect(config("push").parameters).toEqual({ old: '"x"', token: '"abc"' });
    change("old", "");
    expect(config("push").parameters).toEqual({ token: '"abc"' });
  });

  it("jumps to the field of a problem and shows its sentence there", () => {
    const problem = {
      code: "missing",
      severity: "error" as const,
      node: "push",
      pointer: "/nodes/push/config/parameters/token",
      params: { field: "Device token" },
      message: "",
    };
    act(() => {
      state().patch({ problems: [problem] });
      state().open("push", problem.pointer);
    });
    expect(document.activeElement?.closest("[data-pointer]")).toHaveProperty(
      "dataset.pointer",
      problem.pointer,
    );
    expect(screen.getByText("Device token is missing.")).toBeDefined();
  });

  it("speaks Korean without a reload", () => {
    open("done");
    act(() => setLanguage("ko"));
    expect(screen.getByLabelText("결과")).toBeDefined();
  });

  it("is locked for those who may only look", () => {
    act(() => state().patch({ canEdit: false }));
    open("done");
    expect(screen.getByLabelText<HTMLSelectElement>("Outcome").matches(":disabled")).toBe(true);
  });
});
