/**
 * The step types of src/graph as the server publishes them: reads src/graph/schema.json (what
 * /api/v1/node-types answers; a contract test keeps it so) and writes src/graph/schema.ts.
 * `npm run types` after `python -m tests.contract.write_node_types`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const HERE = new URL("../src/graph/", import.meta.url);
const HEAD = `// Written by \`npm run types\` from schema.json, which the server publishes. Not for hands.
`;

/** The whole file for an answer of /api/v1/node-types. */
export function typesOf(schema) {
  const parts = [HEAD];
  for (const { type, config } of schema.types) parts.push(...declared(type, config));
  const settings = { ...schema.settings, title: "settings" };
  parts.push(`export type Settings = ${objectType(settings, "settings")};`);
  const map = schema.types.map(({ type }) => `  ${type}: ${upper(type)}Config;`).join("\n");
  parts.push(`export type Configs = {\n${map}\n};`);
  parts.push("export type StepType = keyof Configs;");
  parts.push(
    `/** A rule of ways out: one, one while a setting has a value, or one for each row of a list. */
export type PortRule = { port: string; when?: Record<string, string>; each?: string };`,
  );
  parts.push(
    constant(
      "PORTS",
      "{ [T in StepType]: PortRule[] }",
      byType(schema, (t) => t.ports),
    ),
  );
  parts.push(
    "/** What a new step of each type begins with. */",
    constant(
      "NEW",
      "{ [T in StepType]: Configs[T] }",
      byType(schema, (t) => fresh(t.config)),
    ),
  );
  parts.push(constant("SETTINGS", "Settings", fresh(schema.settings)));
  return `${parts.join("\n\n")}\n`;
}

function byType(schema, of) {
  return Object.fromEntries(schema.types.map((type) => [type.type, of(type)]));
}

/** A config's type, with the types of its rows before it. */
function declared(type, config) {
  const rows = Object.entries(config.properties).filter(([, one]) => one.items?.properties);
  const rowTypes = rows.map(
    ([name, one]) => `export type ${rowName(type, name)} = ${objectType(one.items, type)};`,
  );
  return [...rowTypes, `export type ${upper(type)}Config = ${objectType(config, type)};`];
}

function objectType({ properties }, type) {
  const fields = Object.entries(properties).map(([name, one]) => {
    // What only some kinds of a row have may be missing.
    const mark = one["x-when"] ? "?" : "";
    return `  ${name}${mark}: ${valueType(one, type, name)};`;
  });
  return `{\n${fields.join("\n")}\n}`;
}

const PLAIN = {
  string: "string",
  boolean: "boolean",
  number: "number",
  integer: "number",
  null: "null",
};

function valueType(one, type, name) {
  if (one.enum) return one.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (one.type === "array") {
    const item = one.items.properties ? rowName(type, name) : valueType(one.items, type, name);
    return item.includes("|") ? `(${item})[]` : `${item}[]`;
  }
  if (one.type === "object") return `Record<string, ${valueType(one.additionalProperties)}>`;
  return [one.type]
    .flat()
    .map((plain) => PLAIN[plain])
    .join(" | ");
}

/** \`paths\` of a condition: ConditionPath. */
function rowName(type, list) {
  return upper(type) + upper(list.replace(/s$/, ""));
}

function upper(word) {
  return word[0].toUpperCase() + word.slice(1);
}

/** The defaults of an object, its rows completed with what every row has. */
function fresh({ properties }) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, one]) => {
      if (!one.items?.properties) return [name, one.default];
      const every = Object.entries(one.items.properties).filter(
        ([, field]) => !field["x-when"] && "default" in field,
      );
      const shared = Object.fromEntries(every.map(([key, field]) => [key, field.default]));
      return [name, one.default.map((row) => ({ ...shared, ...row }))];
    }),
  );
}

function constant(name, type, value) {
  return `export const ${name}: ${type} = ${JSON.stringify(value, null, 2)};`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const schema = JSON.parse(readFileSync(new URL("schema.json", HERE), "utf8"));
  writeFileSync(new URL("schema.ts", HERE), typesOf(schema));
}
