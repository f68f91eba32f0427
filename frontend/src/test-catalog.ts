import type { Catalog } from "./api/types";

/** A small catalogue for tests. */
export const CATALOG: Catalog = {
  events: [
    {
      key: "LobbyBeacon",
      name: "Lobby beacon",
      namespace: "mcid",
      fields: [{ path: "beacon.name", type: "string", name: "Beacon name" }],
    },
    { key: "OrderPlaced", name: "주문 완료", namespace: "mcid", fields: [] },
  ],
  sources: [
    {
      key: "Hotel",
      name: "Hotel",
      groups: [
        {
          key: "Room",
          name: "Room",
          params: [{ name: "id", type: "string" }],
          fields: [{ path: "reservation", type: "boolean", name: "Has a reservation" }],
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
        { key: "token", name: "Device token", type: "string", required: true, help: "" },
        { key: "title", name: "Title", type: "string", required: false, help: "" },
      ],
      answer: [{ path: "id", type: "string" }],
    },
  ],
  functions: [{ name: "toString", signatures: ["(value: any) -> string"] }],
};
