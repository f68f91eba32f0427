import type { Document } from "../graph/types";
import { ApiError } from "./client";
import type { DraftSaved } from "./types";

export type SaveState =
  | { kind: "saved" }
  | { kind: "saving" }
  | { kind: "offline"; pending: number }
  | { kind: "conflict" }
  | { kind: "signed_out" }
  | { kind: "refused"; reason: string };

type Wiring = {
  save: (document: Document, revision: number) => Promise<DraftSaved>;
  report: (state: SaveState) => void;
  saved: (answer: DraftSaved) => void;
  /** Keeps what is not saved where a reload finds it; null when all is saved. */
  keep: (document: Document | null, revision: number) => void;
};

export const DELAY = 600;
const LONGEST = 3_000;
const RETRY = 2_000;
const LONGEST_RETRY = 30_000;

/**
 * Saves the newest document a moment after the last change, one call at a time. What cannot be
 * saved stays pending: after a lost connection it is tried again, after a conflict the user chooses.
 */
export class Autosave {
  private pending: Document | null = null;
  private changes = 0;
  private firstAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private retry = RETRY;
  private halted = false;

  constructor(
    private readonly wiring: Wiring,
    private revision: number,
  ) {}

  get isPending(): boolean {
    return this.pending !== null || this.running !== null;
  }

  /** A change was made. */
  changed(document: Document): void {
    if (this.changes === 0) this.firstAt = Date.now();
    this.pending = document;
    this.changes += 1;
    if (this.halted) {
      this.wiring.keep(document, this.revision);
      return;
    }
    this.wiring.report({ kind: "saving" });
    this.schedule(Math.max(0, Math.min(DELAY, this.firstAt + LONGEST - Date.now())));
  }

  /** Saves what is pending now; resolves when it is saved or known not to be. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (this.pending && !this.halted) await this.start();
  }

  /** Goes on after a conflict or a lost session: from this revision, with this document if any. */
  async resume(revision: number, document: Document | null): Promise<void> {
    clearTimeout(this.timer);
    this.revision = revision;
    this.halted = false;
    this.pending = document;
    this.changes = document ? 1 : 0;
    if (document) await this.flush();
    else this.settle();
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.start(), delay);
  }

  private start(): Promise<void> {
    if (this.running) return this.running;
    this.running = this.run().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async run(): Promise<void> {
    while (this.pending && !this.halted) {
      const document = this.pending;
      const counted = this.changes;
      this.wiring.report({ kind: "saving" });
      this.wiring.keep(document, this.revision);
      try {
        const answer = await this.wiring.save(document, this.revision);
        this.accept(answer, document, counted);
      } catch (error) {
        this.refuse(error);
        return;
      }
    }
  }

  private accept(answer: DraftSaved, document: Document, counted: number): void {
    this.revision = answer.revision;
    this.retry = RETRY;
    this.changes -= counted;
    this.firstAt = Date.now();
    if (this.pending === document) this.pending = null;
    this.wiring.saved(answer);
    if (this.pending === null) this.settle();
  }

  private settle(): void {
    this.changes = 0;
    this.wiring.keep(null, this.revision);
    this.wiring.report({ kind: "saved" });
  }

  private refuse(error: unknown): void {
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 412) {
      this.halted = true;
      this.wiring.report({ kind: "conflict" });
    } else if (status === 401) {
      this.halted = true;
      this.wiring.report({ kind: "signed_out" });
    } else if (status === 0 || status === 429 || status >= 500) {
      this.wiring.report({ kind: "offline", pending: this.changes });
      this.schedule(this.retry);
      this.retry = Math.min(this.retry * 2, LONGEST_RETRY);
    } else {
      const reason = error instanceof Error ? error.message : String(error);
      this.wiring.report({ kind: "refused", reason });
    }
  }
}
