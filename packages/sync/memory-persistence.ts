/** A phone's disk in memory, for tests and the simulator: what was written survives the replica that wrote it. */
import type { Entry, Persistence, Segment } from './persistence.ts';

export class MemoryPersistence implements Persistence {
  #segments: readonly Segment[] = [];
  readonly #entries = new Map<number, Entry>();

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

  async removeEntries(seqs: readonly number[]): Promise<void> {
    for (const seq of seqs) this.#entries.delete(seq);
  }
}
