/**
 * The demo's only source of chance. Each purpose draws from a stream of its own, named by a text, so that a change in one
 * part (one more volunteer, another sentence) leaves all other parts as they were.
 */
import { mix32, uuidv7 } from '@yimi/kernel';

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(purpose: string) {
    this.#a = mix32(purpose, 0x1d872b41);
    this.#b = mix32(purpose, 0x6c8e9cf5);
    this.#c = mix32(purpose, 0x3ad8025f);
    // The first outputs of this generator still show the seed.
    for (let i = 0; i < 12; i++) this.word();
  }

  /** Chris Doty-Humphrey's sfc32 (PractRand): 32 bits a step. */
  word(): number {
    const sum = (this.#a + this.#b + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    return this.word() / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.next() * list.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  weighted<T>(list: readonly (readonly [T, number])[]): T {
    let left = this.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of list) {
      left -= weight;
      if (left < 0) return value;
    }
    const last = list[list.length - 1];
    if (last === undefined) throw new Error('nothing to weigh');
    return last[0];
  }

  /** A UUIDv7 of that instant. */
  id(at: number): string {
    const bytes = new Uint8Array(12);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < 3; i++) view.setUint32(i * 4, this.word());
    return uuidv7(at, bytes);
  }
}
