/** A phone's disk in memory, for tests and the simulator: what was written survives the replica that wrote it. */
import type { Entry, Persistence, Segment } from './persistence.ts';

export class MemoryPersistence implements Persistence {
  #segments: readonly Segment[] = [];
  #history: readonly Segment[] = [];
  readonly #entries = new Map<number, Entry>();
  readonly #sent = new Map<string, Entry>();

  async load() {
    const history = this.#history;
    return { segments: this.#segments, entries: [...this.#entries.values()], history: async () => history };
  }

  async appendSegment(people: Segment, history: Segment | null = null): Promise<void> {
    this.#segments = [...this.#segments, people];
    if (history !== null) this.#history = [...this.#history, history];
  }

  async replaceSegments(people: Segment, history: readonly Segment[] | null): Promise<void> {
    this.#segments = [people];
    this.#history = history ?? this.#history;
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
