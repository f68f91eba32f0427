import { create } from "zustand";

/** Which edge the pointer is over: apart from the rest, since it changes with every movement. */
export const useHover = create<{ edge: string | null; set: (edge: string | null) => void }>()(
  (set) => ({ edge: null, set: (edge) => set({ edge }) }),
);
