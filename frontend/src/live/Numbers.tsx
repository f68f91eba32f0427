/** The live numbers of one step, on its card. */
export function Numbers(_: { id: string }) {
  return null;
}
