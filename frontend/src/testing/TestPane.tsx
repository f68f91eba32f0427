/** Beside the canvas in Test: who, which event, and what happens next. */
export function TestPane() {
  return null;
}
