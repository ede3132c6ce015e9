/**
 * The parcel that an .xlsx is (ZIP, PKWARE APPNOTE 6.3): read from its central directory, unpacked as a stream. What it
 * claims about sizes is not believed; the bytes that come out are counted, so that a bomb is refused while it unpacks.
 */
import { StringDecoder } from 'node:string_decoder';
import type { InflateRaw } from 'node:zlib';
import { createInflateRaw } from 'node:zlib';
import type { Problem } from '@yimi/kernel';
import { damaged, passwordProtected, tooMuch } from '../problems.ts';
import { limits } from './ledger.ts';

interface Entry {
  readonly method: number;
  readonly offset: number;
  readonly packed: number;
}

/** Carries a refusal out of a stream that is being read. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localEntry = 0x04034b50;
/** The end record is 22 bytes and a comment of at most 65,535. */
const farthestEnd = 22 + 65_535;

export class Zip {
  readonly #bytes: Buffer;
  readonly #entries = new Map<string, Entry>();
  #unpacked = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#readDirectory();
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  #readDirectory(): void {
    const bytes = this.#bytes;
    const end = this.#findEnd();
    const count = bytes.readUInt16LE(end + 10);
    let at = bytes.readUInt32LE(end + 16);
    if (count > limits.entries) throw new Refused(tooMuch('sheets', limits.sheets));
    for (let n = 0; n < count; n++) {
      if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== directoryEntry) throw new Refused(damaged());
      const flags = bytes.readUInt16LE(at + 8);
      if ((flags & 1) === 1) throw new Refused(passwordProtected());
      const nameLength = bytes.readUInt16LE(at + 28);
      const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
      this.#entries.set(name.replace(/^\//, ''), {
        method: bytes.readUInt16LE(at + 10),
        packed: bytes.readUInt32LE(at + 20),
        offset: bytes.readUInt32LE(at + 42),
      });
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
  }

  #findEnd(): number {
    const bytes = this.#bytes;
    for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - farthestEnd); at--) {
      if (bytes.readUInt32LE(at) === endOfDirectory) return at;
    }
    throw new Refused(damaged());
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The entry's text in pieces, or nothing if there is no such entry. */
  async *pieces(name: string): AsyncGenerator<string> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    const { offset } = entry;
    if (offset + 30 > this.#bytes.length || this.#bytes.readUInt32LE(offset) !== localEntry)
      throw new Refused(damaged());
    const from = offset + 30 + this.#bytes.readUInt16LE(offset + 26) + this.#bytes.readUInt16LE(offset + 28);
    const packed = this.#bytes.subarray(from, from + entry.packed);
    const decoder = new StringDecoder('utf8');
    for await (const chunk of unpack(entry.method, packed)) {
      this.#unpacked += chunk.length;
      if (this.#unpacked > limits.unpackedBytes) {
        throw new Refused(tooMuch('unpacked', limits.unpackedBytes / 1024 / 1024));
      }
      yield decoder.write(chunk);
    }
    yield decoder.end();
  }

  /** The whole text of a small part (styles, relations). */
  async text(name: string): Promise<string> {
    let text = '';
    for await (const piece of this.pieces(name)) {
      text += piece;
      if (text.length > smallPart) throw new Refused(damaged());
    }
    return text;
  }
}

/** Styles of a ledger that was copied about for ten years reach a few megabytes. */
const smallPart = 32 * 1024 * 1024;

async function* unpack(method: number, packed: Buffer): AsyncGenerator<Buffer> {
  if (method === 0) {
    yield packed;
    return;
  }
  if (method !== 8) throw new Refused(damaged());
  const inflate: InflateRaw = createInflateRaw({ chunkSize: 256 * 1024 });
  inflate.end(packed);
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch {
    throw new Refused(damaged());
  } finally {
    inflate.destroy();
  }
}
