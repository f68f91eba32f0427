// Written by `npm run types` from schema.json, which the server publishes. Not for hands.

export type EntryConfig = {
  event: string;
  condition: string;
};

export type ConditionPath = {
  key: string;
  name: string;
  kind: "expression" | "time" | "date";
  expression?: string;
  from?: string;
  to?: string;
  weekdays?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
};

export type ConditionConfig = {
  paths: ConditionPath[];
  on_error: "stop" | "path" | "else";
  timeout: number;
};

export type WaitAlternative = {
  key: string;
  name: string;
  kind: "event" | "duration" | "moment" | "expression";
  event?: string;
  since_entry?: boolean;
  duration?: string;
  at?: string;
  expression?: string;
  condition: string;
};

export type WaitConfig = {
  alternatives: WaitAlternative[];
};

export type SplitPath = {
  key: string;
  name: string;
  percent: number;
};

export type SplitConfig = {
  paths: SplitPath[];
};

export type ActionConfig = {
  action: string;
  parameters: Record<string, string>;
  timeout: number;
  retries: number;
  on_error: "stop" | "path";
};

export type EndConfig = {
  outcome: "goal" | "neutral" | "lost";
};

export type Settings = {
  timezone: string;
  person_timezone: boolean;
  reentrance: boolean;
  reentrance_pause: string | null;
  longest_stay: string | null;
  starts_at: string | null;
  ends_at: string | null;
};

export type Configs = {
  entry: EntryConfig;
  condition: ConditionConfig;
  wait: WaitConfig;
  split: SplitConfig;
  action: ActionConfig;
  end: EndConfig;
};

export type StepType = keyof Configs;

/** A rule of ways out: one, one while a setting has a value, or one for each row of a list. */
export type PortRule = { port: string; when?: Record<string, string>; each?: string };

export const PORTS: { [T in StepType]: PortRule[] } = {
  entry: [
    {
      port: "next",
    },
  ],
  condition: [
    {
      each: "paths",
      port: "path:{key}",
    },
    {
      port: "else",
    },
    {
      port: "error",
      when: {
        on_error: "path",
      },
    },
  ],
  wait: [
    {
      each: "alternatives",
      port: "alt:{key}",
    },
  ],
  split: [
    {
      each: "paths",
      port: "path:{key}",
    },
  ],
  action: [
    {
      port: "next",
    },
    {
      port: "error",
      when: {
        on_error: "path",
      },
    },
  ],
  end: [],
};

/** What a new step of each type begins with. */

export const NEW: { [T in StepType]: Configs[T] } = {
  entry: {
    event: "",
    condition: "",
  },
  condition: {
    paths: [
      {
        name: "",
        kind: "expression",
        key: "yes",
        expression: "",
      },
    ],
    on_error: "stop",
    timeout: 5,
  },
  wait: {
    alternatives: [
      {
        name: "",
        kind: "duration",
        condition: "",
        key: "after",
        duration: "P1D",
      },
    ],
  },
  split: {
    paths: [
      {
        name: "A",
        percent: 50,
        key: "a",
      },
      {
        name: "B",
        percent: 50,
        key: "b",
      },
    ],
  },
  action: {
    action: "",
    parameters: {},
    timeout: 5,
    retries: 3,
    on_error: "stop",
  },
  end: {
    outcome: "neutral",
  },
};

export const SETTINGS: Settings = {
  timezone: "UTC",
  person_timezone: false,
  reentrance: true,
  reentrance_pause: null,
  longest_stay: "P91D",
  starts_at: null,
  ends_at: null,
};
