/** Pictures made here and raw tus requests over a real socket, as the tests of this folder need them. */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};

/** Begins and ends like a JPEG; what is between is noise, so that each has a hash of its own. */
export function jpeg(size: number, ...segments: Buffer[]): Buffer {
  const start = Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, segment(0xda, Buffer.alloc(8))]);
  return Buffer.concat([start, randomBytes(Math.max(0, size - start.length - 2)), Buffer.from([0xff, 0xd9])]);
}

/** TIFF with one entry: 0x8825 points to a place, 0x0112 tells only which side is up. */
function tiff(tag: number): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.write('II*\0', 0, 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(1, 8);
  bytes.writeUInt16LE(tag, 10);
  return bytes;
}

export const exif = (tag: number): Buffer =>
  segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff(tag)]));
export const xmp = (text: string): Buffer => segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${text}`));
export const gpsTag = 0x8825;
export const orientationTag = 0x0112;

export function pngWithPlace(): Buffer {
  const content = tiff(gpsTag);
  const chunk = Buffer.alloc(8);
  chunk.writeUInt32BE(content.length, 0);
  chunk.write('eXIf', 4, 'latin1');
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk, content, Buffer.alloc(4), randomBytes(40)]);
}

/** The place at the very end, behind a picture longer than any head one might look at. */
export function webpWithPlace(): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32LE(content.length, 4);
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'),
    // 640 × 480, as the picture says of itself; the rest is noise.
    chunk('VP8 ', Buffer.concat([Buffer.from([0x30, 1, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1]), randomBytes(400_000)])),
    chunk('EXIF', tiff(gpsTag)),
  ]);
}

export function metadata(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

export interface Told {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  /** Of a Problem; null where the body is none. */
  readonly code: string | null;
  readonly field: string | null;
}

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export function ask(address: string, { method, path, headers = {}, body }: Ask): Promise<Told> {
  return new Promise((resolve, reject) => {
    // Node leaves the length out where a method seldom has a body; the bytes would then be read as the next request.
    const all = body === undefined ? headers : { 'content-length': String(body.length), ...headers };
    const sent = request(`${address}${path}`, { method, headers: all, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const bytes = Buffer.concat(pieces);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, ...problemIn(bytes) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function problemIn(bytes: Buffer): { code: string | null; field: string | null } {
  try {
    const { problem, code, kind, field } = JSON.parse(bytes.toString());
    return problem === true && typeof kind === 'string' ? { code, field: field ?? null } : { code: null, field: null };
  } catch {
    return { code: null, field: null };
  }
}

export class Sender {
  readonly #address: string;
  readonly #cookie: string;

  constructor(address: string, cookie: string) {
    this.#address = address;
    this.#cookie = cookie;
  }

  get headers(): Record<string, string> {
    return { cookie: this.#cookie, 'x-yimi': '1', 'tus-resumable': '1.0.0' };
  }

  ask(method: string, path: string, headers: Record<string, string> = {}, body?: Buffer): Promise<Told> {
    const all = { ...this.headers, ...headers };
    return ask(
      this.#address,
      body === undefined ? { method, path, headers: all } : { method, path, headers: all, body },
    );
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Told> {
    return this.ask('GET', path, headers);
  }

  begin(length: number, about: Readonly<Record<string, string>>): Promise<Told> {
    return this.ask('POST', '/api/files', { 'upload-length': String(length), 'upload-metadata': metadata(about) });
  }

  patch(path: string, offset: number, bytes: Buffer): Promise<Told> {
    const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    return this.ask('PATCH', path, headers, bytes);
  }

  /** Sends a part, promises more, and cuts the line once the part has gone out. */
  cutOff(path: string, part: Buffer, promised: number): Promise<void> {
    return new Promise((resolve) => {
      const headers = {
        ...this.headers,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': String(promised),
      };
      const sent = request(`${this.#address}${path}`, { method: 'PATCH', headers, agent: false });
      sent.on('error', () => resolve());
      sent.write(part, () => setTimeout(() => sent.destroy(), 150));
    });
  }

  /** A whole file in one go; the answer to the last request. */
  async send(bytes: Buffer, more: Readonly<Record<string, string>> = {}): Promise<Told> {
    const begun = await this.begin(bytes.length, {
      sha256: sha256Of(bytes),
      mime: 'image/jpeg',
      kind: 'photo',
      ...more,
    });
    return begun.status === 201 ? this.patch(String(begun.headers.location), 0, bytes) : begun;
  }
}
