/**
 * A ZIP file as a stream (APPNOTE 6.3.10): entries are compressed as they are made and nobody holds a whole one, for a
 * register may have 50,000 rows. Pulled by its reader, so a slow network slows the making and fills no memory; the
 * library that reads our spreadsheets cannot promise that of those it writes (docs/adr/0010). Sizes and checksums follow
 * each entry in a data descriptor (4.3.9), as they are only known then.
 */
import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface Entry {
  readonly name: string;
  readonly content: AsyncIterable<string> | Iterable<string>;
}

interface Written {
  readonly name: Buffer;
  readonly at: number;
  readonly crc: number;
  readonly packed: number;
  readonly plain: number;
}

/** Deflated, with descriptor behind (bit 3), names in UTF-8 (bit 11). */
const flags = 0x0808;
const deflated = 8;
/** A fixed moment (1980-01-01, the format's first): the same content gives the same file. */
const time = 0;
const date = 0x21;
/** 4 GB is the limit of the plain format; 50,000 rows are some megabytes. */
const version = 20;

function localHead(name: Buffer): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(version, 4);
  head.writeUInt16LE(flags, 6);
  head.writeUInt16LE(deflated, 8);
  head.writeUInt16LE(time, 10);
  head.writeUInt16LE(date, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor({ crc, packed, plain }: Pick<Written, 'crc' | 'packed' | 'plain'>): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(0x08074b50, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeUInt32LE(packed, 8);
  tail.writeUInt32LE(plain, 12);
  return tail;
}

function directoryLine({ name, at, crc, packed, plain }: Written): Buffer {
  const line = Buffer.alloc(46);
  line.writeUInt32LE(0x02014b50, 0);
  line.writeUInt16LE(version, 4);
  line.writeUInt16LE(version, 6);
  line.writeUInt16LE(flags, 8);
  line.writeUInt16LE(deflated, 10);
  line.writeUInt16LE(time, 12);
  line.writeUInt16LE(date, 14);
  line.writeUInt32LE(crc, 16);
  line.writeUInt32LE(packed, 20);
  line.writeUInt32LE(plain, 24);
  line.writeUInt16LE(name.length, 28);
  line.writeUInt32LE(at, 42);
  return Buffer.concat([line, name]);
}

function directoryEnd(entries: number, size: number, at: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return end;
}

/** Bytes of the whole file, in order. Entries may be made while it runs: each is asked for when its turn comes. */
export async function* zipped(entries: AsyncIterable<Entry> | Iterable<Entry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let at = 0;
  for await (const { name: text, content } of entries) {
    const name = Buffer.from(text, 'utf8');
    const head = localHead(name);
    yield head;
    const sum = { crc: 0, plain: 0, packed: 0 };
    for await (const chunk of deflatedBytes(content, sum)) {
      sum.packed += chunk.length;
      yield chunk;
    }
    yield descriptor(sum);
    written.push({ name, at, ...sum });
    at += head.length + sum.packed + 16;
  }
  const directory = Buffer.concat(written.map(directoryLine));
  yield directory;
  yield directoryEnd(written.length, directory.length, at);
}

async function* deflatedBytes(content: Entry['content'], sum: { crc: number; plain: number }): AsyncGenerator<Buffer> {
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const text of content) {
      const bytes = Buffer.from(text, 'utf8');
      sum.crc = crc32(bytes, sum.crc);
      sum.plain += bytes.length;
      yield bytes;
    }
  };
  const source = Readable.from(counted(), { objectMode: false });
  const packer = createDeflateRaw({ level: 6 });
  // What goes wrong while the text is made must reach whoever reads the bytes.
  source.on('error', (error) => packer.destroy(error));
  try {
    for await (const chunk of source.pipe(packer)) yield Buffer.from(chunk);
  } finally {
    source.destroy();
    packer.destroy();
  }
}
