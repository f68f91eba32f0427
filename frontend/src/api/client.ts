import { words } from "../words";
import type {
  Catalog,
  Draft,
  DraftSaved,
  EventRow,
  ExpressionAnswer,
  Journey,
  JourneyRow,
  Me,
  Message,
  RejectionRow,
  RunDetail,
  RunRow,
  VersionDetail,
} from "./types";

/** An answer that is no success, with the server's code and sentence; status 0 when there was none. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: { pointer: string; code: string; detail: string }[] = [],
  ) {
    super(message);
  }
}

const ROOT = "/api/v1";
type Options = {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  keepalive?: boolean;
};

/** One call of the API. Raises ApiError; an aborted call raises the signal's reason. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, options);
  if (!response.ok) throw await failure(response);
  return (response.status === 204 ? null : await response.json()) as T;
}

/** What stands at a path, with its tag; null while it is what the tag already names. */
export async function callIfChanged<T>(
  path: string,
  tag: string | null,
  signal: AbortSignal,
): Promise<{ tag: string | null; body: T } | null> {
  const headers = tag === null ? {} : { "If-None-Match": tag };
  const response = await send("GET", path, { headers, signal });
  if (response.status === 304) return null;
  if (!response.ok) throw await failure(response);
  return { tag: response.headers.get("ETag"), body: (await response.json()) as T };
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = {
    Accept: "application/json",
    "Accept-Language": words().language,
    ...options.headers,
  };
  if (method !== "GET") headers["X-CSRFToken"] = cookie("csrftoken");
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(options.body);
  }
  if (options.signal) init.signal = options.signal;
  if (options.keepalive) init.keepalive = true;
  try {
    return await fetch(ROOT + path, init);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, "network", String(error));
  }
}

async function failure(response: Response): Promise<ApiError> {
  try {
    const problem = await response.json();
    const message = problem.detail ?? problem.title ?? response.statusText;
    return new ApiError(response.status, problem.code ?? "", message, problem.errors ?? []);
  } catch {
    return new ApiError(response.status, "", response.statusText || String(response.status));
  }
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

export const api = {
  me: () => call<Me>("GET", "/me"),
  catalog: () => call<Catalog>("GET", "/catalog"),
  journeys: async () => (await call<{ journeys: JourneyRow[] }>("GET", "/journeys")).journeys,
  createJourney: (name: string) => call<Journey>("POST", "/journeys", { body: { name } }),
  importJourney: (document: unknown) =>
    call<Journey>("POST", "/journeys/import", { body: document }),
  journey: (id: string) => call<Journey>("GET", `/journeys/${id}`),
  changeJourney: (id: string, body: { name?: string; description?: string }) =>
    call<Journey>("PATCH", `/journeys/${id}`, { body }),
  deleteJourney: (id: string) => call<null>("DELETE", `/journeys/${id}`),
  draft: (id: string) => call<Draft>("GET", `/journeys/${id}/draft`),
  saveDraft: (id: string, revision: number, body: { graph: unknown; layout: unknown }) =>
    call<DraftSaved>("PUT", `/journeys/${id}/draft`, {
      body,
      headers: { "If-Match": `"${revision}"` },
    }),
  publish: (id: string, revision: number, note: string) =>
    call<{ version: number }>("POST", `/journeys/${id}/publish`, { body: { revision, note } }),
  close: (id: string) => call<unknown>("POST", `/journeys/${id}/close`, { body: {} }),
  stop: (id: string) => call<unknown>("POST", `/journeys/${id}/stop`, { body: {} }),
  version: (id: string, number: number) =>
    call<VersionDetail>("GET", `/journeys/${id}/versions/${number}`),
  document: (id: string) => call<unknown>("GET", `/journeys/${id}/document`),
  check: (body: unknown, signal: AbortSignal) =>
    call<ExpressionAnswer>("POST", "/expressions/check", { body, signal }),
  messages: async (since: string | null) => {
    const query = since ? `?since=${encodeURIComponent(since)}` : "";
    return (await call<{ messages: Message[] }>("GET", `/messages${query}`)).messages;
  },
  events: async (limit: number) =>
    (await call<{ events: EventRow[] }>("GET", `/events?limit=${limit}`)).events,
  rejections: async (limit: number) =>
    (await call<{ rejections: RejectionRow[] }>("GET", `/rejections?limit=${limit}`)).rejections,
  runs: async (person: string) => {
    const query = person ? `?person=${encodeURIComponent(person)}` : "";
    return (await call<{ runs: RunRow[] }>("GET", `/runs${query}`)).runs;
  },
  run: (id: string) => call<RunDetail>("GET", `/runs/${id}`),
  profile: (person: string) => {
    const [namespace = "", ...key] = person.split("/");
    const address = [namespace, key.join("/")].map(encodeURIComponent).join("/");
    return call<Record<string, unknown>>("GET", `/profiles/${address}`);
  },
};
