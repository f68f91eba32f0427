/** Beside the canvas: why a person went the way that is lit. */
export function WhyPane(_: { run: string }) {
  return null;
}
