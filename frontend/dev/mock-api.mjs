/** A small stand-in for the server while the pages are being built: contract in, memory out. */
import { createServer } from "node:http";

const PORT = 5199;
const LATE = 30;

const field = (path, type, name) => ({ path, type, name });
const catalog = {
  events: [
    {
      key: "LobbyBeacon",
      name: "Lobby beacon",
      namespace: "mcid",
      fields: [
        field("beacon.name", "string", "Beacon name"),
        field("beacon.distance", "decimal", "Distance"),
      ],
    },
    {
      key: "RestaurantBeacon",
      name: "Restaurant beacon",
      namespace: "mcid",
      fields: [field("beacon.name", "string", "Beacon name")],
    },
    {
      key: "CheckedIn",
      name: "Checked in",
      namespace: "mcid",
      fields: [field("room", "integer", "Room")],
    },
    {
      key: "OrderPlaced",
      name: "주문 완료",
      namespace: "mcid",
      fields: [field("total", "decimal", "총액")],
    },
  ],
  sources: [
    {
      key: "Profile",
      name: "Profile",
      groups: [
        {
          key: "ProfileFieldGroup",
          name: "Person",
          params: [],
          fields: [
            field("profile.person.name.firstName", "string", "First name"),
            field("profile.person.name.lastName", "string", "Last name"),
            field("profile.person.gender", "string", "Gender"),
            field("profile.loyalty.member", "boolean", "Loyalty member"),
          ],
        },
      ],
    },
    {
      key: "MarltonReservation",
      name: "Reservations",
      groups: [
        {
          key: "MarltonFieldGroup",
          name: "Reservation",
          params: [{ name: "id", type: "string" }],
          fields: [field("reservation", "boolean", "Has a reservation")],
        },
      ],
    },
  ],
  actions: [
    {
      key: "welcome_push",
      name: "Welcome push",
      kind: "message",
      parameters: [
        { key: "first_name", name: "First name", type: "string", required: true, help: "" },
        {
          key: "token",
          name: "Device token",
          type: "string",
          required: true,
          help: "Of the device that passed.",
        },
        { key: "platform", name: "Platform", type: "string", required: false, help: "" },
      ],
      answer: [{ path: "message_id", type: "string" }],
    },
    {
      key: "loyalty_mail",
      name: "Loyalty invitation",
      kind: "email",
      parameters: [{ key: "address", name: "Address", type: "string", required: true, help: "" }],
      answer: [],
    },
    {
      key: "update_contact",
      name: "CRM: update contact",
      kind: "http",
      parameters: [{ key: "status", name: "Status", type: "string", required: true, help: "" }],
      answer: [{ path: "id", type: "integer" }],
    },
  ],
  functions: ["toString", "toDateTimeOnly", "now", "count", "in", "upper", "nowWithDelta"].map(
    (name) => ({ name }),
  ),
};

const first = "#{Profile.ProfileFieldGroup.profile.person.name.firstName}";
const graph = {
  schema: 1,
  settings: { timezone: "Europe/Paris" },
  nodes: {
    lobby: {
      type: "entry",
      name: "Enters the hotel",
      config: { event: "LobbyBeacon", condition: "" },
    },
    member: {
      type: "condition",
      name: "Not written to today?",
      config: {
        paths: [
          {
            key: "member",
            name: "Member",
            kind: "expression",
            expression: "#{Profile.ProfileFieldGroup.profile.loyalty.member}",
          },
          {
            key: "eve",
            name: "Evening",
            kind: "time",
            from: "20:00",
            to: "23:00",
            weekdays: ["fri", "sat"],
          },
        ],
        on_error: "stop",
        timeout: 5,
      },
    },
    welcome: {
      type: "action",
      name: "Welcome",
      config: { action: "welcome_push", parameters: { first_name: first, platform: '"apns"' } },
    },
    dinner: {
      type: "wait",
      name: "Restaurant within 6 hours?",
      config: {
        alternatives: [
          {
            key: "came",
            name: "",
            kind: "event",
            event: "RestaurantBeacon",
            condition: "",
            since_entry: false,
          },
          { key: "late", name: "", kind: "duration", duration: "PT6H", condition: "" },
        ],
      },
    },
    meal: {
      type: "action",
      name: "Meal discount",
      config: { action: "welcome_push", parameters: {} },
    },
    pause: {
      type: "wait",
      name: "A day later",
      config: {
        alternatives: [{ key: "day", name: "", kind: "duration", duration: "P1D", condition: "" }],
      },
    },
    ab: {
      type: "split",
      name: "Which offer?",
      config: {
        paths: [
          { key: "a", name: "Spa", percent: 70 },
          { key: "b", name: "Late check-out", percent: 30 },
        ],
      },
    },
    invite: {
      type: "action",
      name: "Loyalty membership",
      config: { action: "loyalty_mail", parameters: { address: '"a@example.org"' } },
    },
    crm: {
      type: "action",
      name: "CRM: update contact",
      config: { action: "update_contact", parameters: { status: '"dined"' } },
    },
    end_late: { type: "end", name: "Did not come", config: {} },
    end_else: { type: "end", name: "End", config: {} },
  },
  edges: [
    ["lobby", "next", "member"],
    ["member", "path:member", "welcome"],
    ["member", "path:eve", "invite"],
    ["member", "else", "end_else"],
    ["welcome", "next", "dinner"],
    ["dinner", "alt:came", "meal"],
    ["dinner", "alt:late", "end_late"],
    ["meal", "next", "pause"],
    ["pause", "alt:day", "ab"],
    ["ab", "path:a", "crm"],
  ].map(([from, port, to]) => ({ from, port, to })),
};

const empty = { schema: 1, settings: {}, nodes: {}, edges: [] };
const journeys = new Map();
const add = (id, name, more = {}) =>
  journeys.set(id, {
    id,
    name,
    description: "",
    status: "draft",
    live_version: null,
    inside: 0,
    versions: [],
    draft: { revision: 1, differs: true },
    graph: empty,
    layout: {},
    ...more,
  });
add("12", "Lobby and restaurant", {
  graph,
  status: "live",
  live_version: 1,
  inside: 1204,
  versions: [
    {
      number: 1,
      status: "live",
      published_at: new Date(Date.now() - 3e5).toISOString(),
      published_by: "ji@example.org",
      note: "First try",
      inside: 1204,
    },
  ],
});
add("13", "환영 여정");
add("14", "Spa", { status: "closed", live_version: 3, inside: 7 });

function problemsOf({ nodes, edges }) {
  const found = [];
  const problem = (code, severity, node, pointer, params, message) =>
    found.push({ code, severity, node, pointer, params, message });
  if (!Object.values(nodes).some((n) => n.type === "entry"))
    problem("no_entry", "error", null, "/nodes", {}, "The journey has no entry.");
  for (const [key, node] of Object.entries(nodes)) {
    if (node.type !== "entry" && !edges.some((e) => e.to === key))
      problem(
        "unreachable",
        "error",
        key,
        `/nodes/${key}`,
        { step: node.name || key },
        "Nobody can reach it.",
      );
    const action = catalog.actions.find((a) => a.key === node.config.action);
    for (const p of action?.parameters ?? [])
      if (p.required && !node.config.parameters?.[p.key])
        problem(
          "missing",
          "error",
          key,
          `/nodes/${key}/config/parameters/${p.key}`,
          { field: p.name },
          `${p.name} is missing.`,
        );
  }
  return found;
}

const messages = [];
setInterval(() => {
  if (process.env.MESSAGES === "0" || messages.length > 8) return;
  const n = messages.length + 1;
  const isMail = n % 3 === 0;
  messages.push({
    id: String(n),
    channel: isMail ? "email" : "push",
    to: isMail ? "mina@example.org" : "Mina's phone",
    subject: isMail ? "Become a loyalty member" : "Welcome, Mina!",
    text: isMail
      ? "Dear Mina,\nten nights make a member. You have spent nine with us."
      : "Your room is ready. The restaurant is open until ten.",
    journey: "12",
    journey_name: "Lobby and restaurant",
    version: 1,
    node: "welcome",
    node_name: "Welcome",
    person: "mcid/mina",
    at: new Date().toISOString(),
    key: `k-${n}`,
  });
}, 700);

const summary = ({ graph: _, layout: __, ...rest }) => rest;
const routes = [
  [
    "GET",
    /^\/me$/,
    () => [
      200,
      {
        name: "Ji",
        email: "ji@example.org",
        roles: ["admin"],
        rights: ["journeys.read", "journeys.edit", "journeys.publish"],
        language: "en",
      },
    ],
  ],
  ["GET", /^\/catalog$/, () => [200, catalog]],
  [
    "GET",
    /^\/messages$/,
    (_, __, url) => {
      const since = Number(url.searchParams.get("since") ?? 0);
      return [200, { messages: messages.filter((m) => Number(m.id) > since) }];
    },
  ],
  [
    "GET",
    /^\/journeys$/,
    () => [
      200,
      {
        journeys: [...journeys.values()].map((j) => ({
          id: j.id,
          name: j.name,
          status: j.status,
          live_version: j.live_version,
          inside: j.inside,
          entered: j.inside * 3,
          entry_event:
            Object.values(j.graph.nodes).find((n) => n.type === "entry")?.config.event ?? null,
          problems: problemsOf(j.graph).length,
          updated_at: new Date(Date.now() - 4e5).toISOString(),
          updated_by: "ji@example.org",
        })),
      },
    ],
  ],
  [
    "POST",
    /^\/journeys$/,
    (_, body) => {
      const id = String(journeys.size + 12);
      add(id, body.name);
      return [201, summary(journeys.get(id))];
    },
  ],
  [
    "GET",
    /^\/journeys\/(\d+)$/,
    ([id]) =>
      journeys.has(id)
        ? [200, summary(journeys.get(id))]
        : [404, { code: "not_found", detail: "No such journey." }],
  ],
  [
    "PATCH",
    /^\/journeys\/(\d+)$/,
    ([id], body) => [200, summary(Object.assign(journeys.get(id), body))],
  ],
  [
    "GET",
    /^\/journeys\/(\d+)\/draft$/,
    ([id]) => {
      const j = journeys.get(id);
      return [
        200,
        {
          revision: j.draft.revision,
          graph: j.graph,
          layout: j.layout,
          problems: problemsOf(j.graph),
        },
      ];
    },
  ],
  [
    "PUT",
    /^\/journeys\/(\d+)\/draft$/,
    ([id], body, _, request) => {
      const j = journeys.get(id);
      if (request.headers["if-match"] !== `"${j.draft.revision}"`)
        return [412, { code: "conflict", detail: "Newer." }];
      j.graph = body.graph;
      j.layout = body.layout;
      j.draft.revision += 1;
      j.draft.differs = true;
      return [200, { revision: j.draft.revision, problems: problemsOf(j.graph) }];
    },
  ],
  [
    "POST",
    /^\/journeys\/(\d+)\/publish$/,
    ([id], body) => {
      const j = journeys.get(id);
      if (problemsOf(j.graph).length)
        return [422, { code: "problems", detail: "The journey has problems.", errors: [] }];
      const number = j.versions.length + 1;
      j.versions = [
        ...j.versions.map((v) => ({ ...v, status: "finished" })),
        {
          number,
          status: "live",
          published_at: new Date().toISOString(),
          published_by: "ji@example.org",
          note: body.note,
          inside: 0,
        },
      ];
      Object.assign(j, {
        status: "live",
        live_version: number,
        draft: { ...j.draft, differs: false },
      });
      return [201, { version: number }];
    },
  ],
  [
    "POST",
    /^\/journeys\/(\d+)\/(close|stop)$/,
    ([id, what]) => {
      journeys.get(id).status = what === "close" ? "closed" : "stopped";
      return [200, {}];
    },
  ],
  ["GET", /^\/journeys\/(\d+)\/document$/, ([id]) => [200, { gilmok: 1, ...journeys.get(id) }]],
  [
    "POST",
    /^\/expressions\/check$/,
    (_, body) => {
      const at = body.text.search(/[^=!<>]=[^=]/);
      const problems =
        at < 0
          ? []
          : [
              {
                code: "single_equals",
                message: "Use == to compare.",
                messages: { en: "Use == to compare.", ko: "비교에는 ==를 사용하세요." },
                start: at + 1,
                end: at + 2,
                fix: { text: "==", start: at + 1, end: at + 2 },
                severity: "error",
              },
            ];
      return [
        200,
        {
          type: "boolean",
          problems,
          words: { en: "the person's value holds", ko: "이 사람의 값이 맞으면" },
        },
      ];
    },
  ],
];

createServer(async (request, response) => {
  const url = new URL(request.url, "http://mock");
  const path = url.pathname.replace(/^\/api\/v1/, "");
  let text = "";
  for await (const chunk of request) text += chunk;
  await new Promise((done) => setTimeout(done, LATE));
  const found = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
  const [status, body] = found
    ? found[2](path.match(found[1]).slice(1), text ? JSON.parse(text) : {}, url, request)
    : [404, { code: "not_found", detail: path }];
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}).listen(PORT, () => console.log(`mock API on ${PORT}`));
