/**
 * What a file really is, read from its first bytes, and whether a JPEG still tells where it was taken. The phone draws
 * photos anew, which leaves metadata behind; a file that carries a place nevertheless is refused, for its bytes are named
 * by their hash and cannot be cleaned here.
 */
import { open } from 'node:fs/promises';

export const mimes = ['image/jpeg', 'image/png', 'image/webp', 'audio/webm', 'audio/ogg', 'audio/mp4'] as const;
export type Mime = (typeof mimes)[number];

/** Enough for every signature and for the segments in which cameras write. */
const headBytes = 256 * 1024;

export async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const text = (head: Buffer, from: number, to: number): string => head.subarray(from, to).toString('latin1');

const signatures: Readonly<Record<Mime, (head: Buffer) => boolean>> = {
  'image/jpeg': (head) => head.length > 3 && head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff,
  'image/png': (head) => text(head, 0, 8) === '\x89PNG\r\n\x1a\n',
  'image/webp': (head) => text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WEBP',
  // EBML, as WebM and Matroska begin (RFC 8794).
  'audio/webm': (head) => head.length > 4 && head.readUInt32BE(0) === 0x1a45dfa3,
  'audio/ogg': (head) => text(head, 0, 4) === 'OggS',
  'audio/mp4': (head) => text(head, 4, 8) === 'ftyp',
};

export function isReally(mime: Mime, head: Buffer): boolean {
  return signatures[mime](head);
}

/** Walks the segments of a JPEG up to the picture itself; stops at anything malformed. */
export function carriesLocation(head: Buffer): boolean {
  for (let at = 2; at + 4 <= head.length && head[at] === 0xff; ) {
    const marker = head[at + 1] ?? 0;
    const length = head.readUInt16BE(at + 2);
    if (marker === 0xda || length < 2) return false;
    const segment = head.subarray(at + 4, at + 2 + length);
    if (marker === 0xe1 && text(segment, 0, 6) === 'Exif\0\0' && hasGps(segment.subarray(6))) return true;
    at += 2 + length;
  }
  return false;
}

/** TIFF 6.0: byte order, first directory, entries of 12 bytes; tag 0x8825 points to the place. */
function hasGps(tiff: Buffer): boolean {
  if (tiff.length < 14) return false;
  const little = text(tiff, 0, 2) === 'II';
  const u16 = (at: number) => (at + 2 <= tiff.length ? (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)) : 0);
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const entries = u16(directory);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + i * 12;
    if (at + 12 > tiff.length) return false;
    if (u16(at) === 0x8825) return true;
  }
  return false;
}
