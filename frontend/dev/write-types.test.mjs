import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { typesOf } from "./write-types.mjs";

const read = (name) => readFileSync(`src/graph/${name}`, "utf8");

/** Without what a formatter may change. */
const bare = (text) =>
  text
    .replace(/\s+/g, "")
    .replace(/,(?=[}\]])/g, "")
    .replace(/"(\w+)":/g, "$1:");

it("the step types are those of schema.json; `npm run types` writes them", () => {
  expect(bare(read("schema.ts"))).toBe(bare(typesOf(JSON.parse(read("schema.json")))));
});
