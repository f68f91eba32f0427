import { describe, expect, it } from "vitest";
import type { AttentionRow } from "./api";
import { leadsTo } from "./leads";

const NOTHING: Omit<AttentionRow, "kind"> = {
  count: 1,
  journey: "7",
  name: "Stay",
  version: 2,
  node: "mail",
  node_name: "Mail",
  run: "31",
  person: "customer/ann & co",
  event: "12",
  type: "Ordered",
  type_name: "Ordered",
  at: null,
  sentence: null,
};

describe("what needs attention", () => {
  it.each<[Partial<AttentionRow> & Pick<AttentionRow, "kind">, string]>([
    [{ kind: "failed" }, "/people/?person=customer%2Fann+%26+co&run=31"],
    [{ kind: "failed", count: 3 }, "/journeys/7/?mode=live&version=2&step=mail"],
    [{ kind: "rejected" }, "/events/?type=Ordered&fate=rejected"],
    [{ kind: "rejected", type: null }, "/events/?fate=rejected"],
    [{ kind: "silent" }, "/events/?type=Ordered"],
    [{ kind: "set_aside" }, "/events/?open=e12"],
    [{ kind: "draft" }, "/journeys/7/"],
  ])("%o leads exactly there", (row, address) => {
    expect(leadsTo({ ...NOTHING, ...row }, true)).toBe(address);
  });

  it("leads who may not see people to the step", () => {
    expect(leadsTo({ ...NOTHING, kind: "failed" }, false)).toContain("step=mail");
  });
});
