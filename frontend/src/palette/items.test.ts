import { describe, expect, it } from "vitest";
import { emptyDocument } from "../graph/types";
import { CATALOG } from "../test-catalog";
import { words } from "../words";
import { paletteItems, searched } from "./items";

const items = (hasEntry: boolean) => paletteItems(CATALOG, hasEntry, words());
const names = (text: string) => searched(items(true), text).map((item) => item.name);

describe("the palette", () => {
  it("offers events as the entry until there is one, then as waits", () => {
    const [first] = items(false);
    expect(first?.make(emptyDocument().graph).step.type).toBe("entry");
    const [later] = items(true);
    const { key, step } = later?.make(emptyDocument().graph) ?? {};
    expect(key).toBe("wait_lobbybeacon");
    expect(step?.type === "wait" && step.config.alternatives.map((one) => one.kind)).toEqual([
      "event",
      "duration",
    ]);
  });

  it("gives each new step a key of its own", () => {
    const { graph } = emptyDocument();
    const wait = items(true).find((item) => item.id === "wait");
    const made = wait?.make(graph);
    if (!wait || !made) throw new Error("no wait");
    const again = wait.make({ ...graph, nodes: { [made.key]: made.step } });
    expect([made.key, again.key]).toEqual(["wait", "wait_2"]);
  });

  it("is searched by name, key and other words, in both languages", () => {
    expect(names("welcome")).toEqual(["Welcome push"]);
    expect(names("delay")).toEqual(["Wait"]);
    expect(names("분기")).toContain("Condition");
    expect(names("주문")).toEqual(["주문 완료"]);
    expect(names("nothing like it")).toEqual([]);
  });

  it("finds half a Hangul syllable", () => {
    expect(names("주무")).toEqual(["주문 완료"]);
  });
});
