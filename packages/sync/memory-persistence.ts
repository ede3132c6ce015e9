/** A phone's disk in memory, for tests and the simulator: what was written survives the replica that wrote it. */
import type { Entry, Persistence, Segment } from './persistence.ts';

export class MemoryPersistence implements Persistence {
  #segments: readonly Segment[] = [];
  readonly #entries = new Map<number, Entry>();
  readonly #sent = new Map<string, Entry>();

  async load(): Promise<{ segments: readonly Segment[]; entries: readonly Entry[] }> {
    return { segments: this.#segments, entries: [...this.#entries.values()] };
  }

  async appendSegment(segment: Segment): Promise<void> {
    this.#segments = [...this.#segments, segment];
  }

  async replaceSegments(segment: Segment): Promise<void> {
    this.#segments = [segment];
  }

  async putEntries(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) this.#entries.set(entry.seq, entry);
  }

  async retire(done: readonly Entry[], forgetBefore: number): Promise<void> {
    for (const entry of done) {
      this.#entries.delete(entry.seq);
      this.#sent.set(entry.envelope.id, entry);
    }
    for (const [id, { recordedAt }] of this.#sent) if ((recordedAt ?? 0) < forgetBefore) this.#sent.delete(id);
  }

  async sent(): Promise<readonly Entry[]> {
    return [...this.#sent.values()];
  }

  sendAgain(entries: readonly Entry[]): Promise<void> {
    return this.putEntries(entries);
  }
}
