import { describe, expect, it } from "vitest";
import { readDocument } from "../graph/reading";
import type { Body } from "./api";
import { type Act, bodyOf, LAST, type Recipe, reduce } from "./recipe";

const BODY: Body = { event: { type: "LobbyBeacon", data: {} }, person: "ann", steps: [] };
const SPLIT = { type: "split", config: { paths: [{ key: "spa", name: "", percent: 100 }] } };
const DRAWN = readDocument({ nodes: { which: SPLIT } }, {}).graph;
const start = (body: Body = BODY): Recipe => reduce(null, { do: "begin", body }) as Recipe;
const having = (recipe: Recipe, ...acts: Act[]): Recipe =>
  acts.reduce<Recipe | null>(reduce, recipe) as Recipe;
const jump: Act = { do: "choose", kept: 0, step: { do: "jump" } };

describe("a recipe", () => {
  it("begins at the last step that the simulator tells of", () => {
    expect(start()).toEqual({ base: { event: BODY.event, person: "ann" }, steps: [], at: LAST });
  });

  it("is nothing before it has begun", () => {
    expect(reduce(null, jump)).toBeNull();
  });

  it("grows by what is let happen, and asks with all of it", () => {
    const event = { do: "event" as const, type: "RestaurantBeacon", after: "PT2H", data: {} };
    const grown = having(start(), jump, { do: "choose", kept: 1, step: event });
    expect(bodyOf(grown, DRAWN).steps).toEqual([{ do: "jump" }, event]);
  });

  it("forgets what came after an earlier choice that is made anew", () => {
    const event = { do: "event" as const, type: "RestaurantBeacon" };
    const other = having(
      start(),
      jump,
      { do: "choose", kept: 1, step: { do: "end" } },
      {
        do: "choose",
        kept: 0,
        step: event,
      },
    );
    expect(other.steps).toEqual([event]);
  });

  it("goes back without forgetting anything", () => {
    const back = having(start(), jump, { do: "look", at: 2 }, { do: "look", at: -1 });
    expect(back).toMatchObject({ at: 0, steps: [{ do: "jump" }] });
  });

  it("keeps the moment at which it began, once the server has said it", () => {
    const begun = having(start(), { do: "begun", now: "2026-03-02T09:00:00Z" });
    expect(begun.base.now).toBe("2026-03-02T09:00:00Z");
    expect(having(begun, { do: "begun", now: "2027-01-01T00:00:00Z" })).toBe(begun);
  });

  it("says how calls end, what sources answer and where splits lead, and takes it back", () => {
    const said = having(
      start(),
      { do: "answer", node: "welcome", outcome: { error: "timeout" } },
      { do: "value", key: "Hotel.Room", value: { value: { reservation: true } } },
      { do: "path", node: "which", port: "path:spa" },
    );
    expect(bodyOf(said, DRAWN)).toMatchObject({
      answers: { welcome: { error: "timeout" } },
      values: { "Hotel.Room": { value: { reservation: true } } },
      paths: { which: "path:spa" },
    });
    const taken = having(
      said,
      { do: "answer", node: "welcome", outcome: null },
      { do: "value", key: "Hotel.Room", value: null },
      { do: "path", node: "which", port: null },
    );
    expect(bodyOf(taken, DRAWN)).toMatchObject({ answers: {}, values: {}, paths: {} });
  });

  it("asks for no way of a split that is not drawn any more", () => {
    const chosen = having(
      start(),
      { do: "path", node: "which", port: "path:gone" },
      { do: "path", node: "nowhere", port: "path:spa" },
    );
    expect(bodyOf(chosen, DRAWN).paths).toEqual({});
  });

  it("goes on from a recorded run with every value that the run had read", () => {
    const recorded = start({
      ...BODY,
      automatic: false,
      values: { a: { value: 1 } },
      steps: [
        { do: "answer", values: { b: { value: 2 } } },
        { do: "answer", values: {} },
      ],
    });
    const on = having(recorded, { do: "choose", kept: 2, step: { do: "jump" } });
    expect(on.steps[2]).toEqual({
      do: "jump",
      values: { a: { value: 1 }, b: { value: 2 } },
    });
  });
});
