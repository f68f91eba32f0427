/** Beside the canvas in Live: the journey's numbers, or the people behind one of them. */
export function LivePane() {
  return null;
}
