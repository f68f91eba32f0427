/**
 * Looks at once, and again so many milliseconds after each look, while the page is seen. Gives what
 * ends it. `look` is handed whether it was ended meanwhile; where it fails, the next look finds what
 * it missed.
 */
export function keepLooking(
  look: (isGone: () => boolean) => Promise<void>,
  every: number,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isGone = false;
  const again = async () => {
    try {
      if (document.visibilityState !== "hidden") await look(() => isGone);
    } catch {
      // The next look finds what came meanwhile.
    } finally {
      if (!isGone) timer = setTimeout(again, every);
    }
  };
  void again();
  return () => {
    isGone = true;
    clearTimeout(timer);
  };
}
