let ahead = 0;

/** The installation's present, in milliseconds: this machine's, and as much as its clock is ahead. */
export function present(): number {
  return Date.now() + ahead;
}

/** How far the demonstration moved the installation's clock, in milliseconds. */
export function setAhead(milliseconds: number): void {
  ahead = milliseconds;
}
