import { create } from "zustand";

/** What lies over a card in the modes Test and Live. */
export type Mark = {
  /** How the step looks: left behind, with the person here, where it went wrong, not on the way. */
  state: "passed" | "here" | "failed" | "off" | "";
  /** When it happened, or was entered, in short. */
  time?: string;
};

/**
 * What lies over a line: lit where the way went (dimmed where it did not), and a short text such as
 * a time; how many of those who left the step went this way, and a width by how many there were.
 * In Test the lines that no try went along are dotted.
 */
export type LineMark = {
  isLit?: boolean;
  isUntried?: boolean;
  text?: string;
  share?: string;
  width?: number;
};

export type Marks = { cards: Record<string, Mark>; lines: Record<string, LineMark> };

const NONE: Marks = { cards: {}, lines: {} };

/** The marks of the mode in use. Cards and lines look at their own alone, so few are drawn again. */
export const useMarks = create<Marks>()(() => NONE);

export function setMarks(marks: Marks): void {
  useMarks.setState(marks);
}

export function clearMarks(): void {
  useMarks.setState(NONE);
}

/** A line's name among the marks. */
export function lineKey(node: string, port: string): string {
  return `${node} ${port}`;
}

export function useLineMark(node: string, port: string): LineMark | undefined {
  return useMarks((now) => now.lines[lineKey(node, port)]);
}
