import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readDocument } from "../graph/reading";
import { useMarks } from "../overlay/marks";
import { useDesigner } from "../store/designer";
import { CATALOG } from "../test-catalog";
import { setLanguage } from "../words";
import type { Data, Simulated } from "./api";
import { DataForm } from "./DataForm";
import { testKey } from "./keys";
import { STEPS, simulated } from "./sample";
import { useTesting } from "./store";
import { TestPane } from "./TestPane";
import { treeOf } from "./tree";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  setLanguage("en");
});

describe("a form of declared fields", () => {
  let said: Data = {};
  let isFaulty = false;

  function Form({ from }: { from: Data }) {
    const [data, setData] = useState(from);
    said = data;
    const fields = treeOf([
      { path: "guest.nights", type: "integer", name: "Nights" },
      { path: "guest.member", type: "boolean", name: "Member" },
      { path: "tokens[].token", type: "string", name: "Phone" },
    ]);
    return (
      <DataForm
        label="Data"
        fields={fields}
        data={data}
        onChange={setData}
        onFault={(is) => {
          isFaulty = is;
        }}
      />
    );
  }
  const type = (label: RegExp | string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });

  it("writes values of their types, and takes emptied ones out", () => {
    render(<Form from={{ guest: { member: true } }} />);
    type(/^Nights/, "3");
    expect(said).toEqual({ guest: { member: true, nights: 3 } });
    type(/^Member/, "");
    expect(said).toEqual({ guest: { nights: 3 } });
  });

  it("says at the field what it should be", () => {
    render(<Form from={{}} />);
    type(/^Nights/, "many");
    expect(screen.getByLabelText(/^Nights/).getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("should be: whole number")).toBeDefined();
  });

  it("adds and removes items of a list", () => {
    render(<Form from={{}} />);
    fireEvent.click(screen.getByText("+ Add to “tokens”"));
    expect(said).toEqual({ tokens: [{ token: "phone-1" }] });
    fireEvent.click(screen.getByLabelText("Remove item 1 of “tokens”"));
    expect(said).toEqual({ tokens: [] });
  });

  it("points at the place where a text is no JSON, and at values of the wrong type", () => {
    render(<Form from={{ guest: { nights: 2 } }} />);
    fireEvent.click(screen.getByText("JSON"));
    type("Data as JSON", '{"guest": oops}');
    expect(screen.getByText(/line 1, column 11/)).toBeDefined();
    expect(isFaulty).toBe(true);
    type("Data as JSON", '{"guest": {"nights": "two"}}');
    expect(screen.getByText("guest.nights")).toBeDefined();
    expect(said).toEqual({ guest: { nights: "two" } });
    expect(isFaulty).toBe(false);
  });
});

describe("the pane of Test", () => {
  const state = () => useTesting.getState();
  const asked: { steps: unknown[]; graph: { edges: unknown[] } }[] = [];
  let answers: Simulated[] = [];

  function answer(url: string, init?: RequestInit): Response {
    if (url.includes("/simulate")) {
      asked.push(JSON.parse(String(init?.body)));
      return new Response(JSON.stringify(answers.shift() ?? simulated(STEPS)));
    }
    const empty = url.includes("/inbox") ? { rows: [] } : { attributes: [], people: [] };
    return new Response(JSON.stringify(empty));
  }

  beforeEach(() => {
    asked.length = 0;
    answers = [];
    vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => answer(url, init));
    useTesting.setState({ journey: null });
    const document = readDocument(
      {
        nodes: {
          lobby: { type: "entry", name: "Lobby", config: { event: "LobbyBeacon" } },
          welcome: { type: "action", config: { action: "welcome_push" } },
          dinner: { type: "wait", config: { alternatives: [] } },
          done: { type: "end", config: {} },
        },
        edges: [
          { from: "lobby", port: "next", to: "welcome" },
          { from: "welcome", port: "next", to: "dinner" },
        ],
      },
      {},
    );
    const journey = { id: "1", name: "", description: "" } as never;
    useDesigner.getState().start({ document, catalog: CATALOG, journey, mode: "test" });
    render(<TestPane />);
  });

  const start = async () => {
    fireEvent.click(await screen.findByText("Typed"));
    fireEvent.click(screen.getByTestId("test-start"));
    await screen.findByTestId("test-clock");
  };
  const press = (key: string, shiftKey = false) =>
    act(() => void testKey(new KeyboardEvent("keydown", { key, shiftKey })));
  const shown = () => document.querySelector(".story-step.shown")?.getAttribute("data-step");

  it("asks with the drawing and the typed event, and shows the last step", async () => {
    await start();
    expect(asked[0]).toMatchObject({ event: { type: "LobbyBeacon" }, person: "someone" });
    expect(shown()).toBe("done");
    expect(screen.getByText("Nothing is sent, nothing is stored")).toBeDefined();
  });

  it("goes along by the keys and lights the way up to there", async () => {
    await start();
    press("Home");
    expect(shown()).toBe("lobby");
    press("ArrowRight");
    expect(useMarks.getState().cards).toMatchObject({
      lobby: { state: "passed" },
      welcome: { state: "here" },
    });
    press("ArrowRight", true);
    expect(shown()).toBe("dinner");
    press("ArrowLeft");
    expect(shown()).toBe("welcome");
    expect(useDesigner.getState().selection).toEqual(["welcome"]);
  });

  it("follows a card that is chosen on the canvas", async () => {
    await start();
    act(() => useDesigner.getState().select(["welcome"]));
    expect(shown()).toBe("welcome");
  });

  it("asks again as soon as the drawing changes", async () => {
    await start();
    const before = asked.length;
    act(() => {
      useDesigner.getState().act({ kind: "disconnect", from: { node: "welcome", port: "next" } });
    });
    await waitFor(() => expect(asked.length).toBe(before + 1));
    expect(asked.at(-1)?.graph.edges).toHaveLength(1);
  });

  it("says why an event lets nobody in", async () => {
    const sentence = { en: "The condition is not met.", ko: "조건이 맞지 않습니다." };
    const entry = { fate: "condition_false", sentence, condition: null, lacks: [] };
    answers = [simulated([], { entered: false, entry })];
    fireEvent.click(await screen.findByText("Typed"));
    fireEvent.click(screen.getByTestId("test-start"));
    expect((await screen.findByTestId("test-refused")).textContent).toContain(
      "The condition is not met.",
    );
  });

  it("forgets a choice that no longer fits", async () => {
    const sentence = { en: "It is over.", ko: "끝났습니다." };
    await start();
    answers = [simulated(STEPS, { left: { choice: 0, reason: "over", sentence } })];
    act(() => state().act({ do: "choose", kept: 0, step: { do: "jump" } }));
    fireEvent.click(await screen.findByText("Forget what came after"));
    expect(state().recipe?.steps).toEqual([]);
  });

  it("says what the server refuses, and asks once more on demand", async () => {
    vi.stubGlobal("fetch", async (url: string) =>
      url.includes("/simulate") ? new Response('{"detail": "No."}', { status: 422 }) : answer(url),
    );
    fireEvent.click(await screen.findByText("Typed"));
    fireEvent.click(screen.getByTestId("test-start"));
    expect(await screen.findByText(/This could not be tried out: No\./)).toBeDefined();
    vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => answer(url, init));
    fireEvent.click(screen.getByText("Try again"));
    expect(await screen.findByTestId("test-clock")).toBeDefined();
  });

  it("keeps what was tried while one draws, and clears the canvas", async () => {
    await start();
    cleanup();
    expect(useMarks.getState().cards).toEqual({});
    render(<TestPane />);
    expect(await screen.findByTestId("test-clock")).toBeDefined();
  });
});
