/**
 * What a file really is, read from its first bytes, and whether a picture still tells where it was taken. The phone draws
 * photos anew, which leaves metadata behind; a file that carries a place nevertheless is refused, for its bytes are named
 * by their hash and cannot be cleaned here.
 */
import { heardTypes, paperTypes, pictureTypes } from '@yimi/services';

export const mimes = [...pictureTypes, ...heardTypes, ...paperTypes] as const;
export type Mime = (typeof mimes)[number];

const text = (bytes: Buffer, from: number, to: number): string => bytes.subarray(from, to).toString('latin1');

const signatures: Readonly<Record<Mime, (head: Buffer) => boolean>> = {
  'image/jpeg': (head) => head.length > 3 && head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff,
  'image/png': (head) => text(head, 0, 8) === '\x89PNG\r\n\x1a\n',
  'image/webp': (head) => text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WEBP',
  // EBML, as WebM and Matroska begin (RFC 8794).
  'audio/webm': (head) => head.length > 4 && head.readUInt32BE(0) === 0x1a45dfa3,
  'audio/ogg': (head) => text(head, 0, 4) === 'OggS',
  'audio/mp4': (head) => text(head, 4, 8) === 'ftyp',
  'audio/wav': (head) => text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WAVE',
  // RFC 4867, 5; what cheap telephones record.
  'audio/amr': (head) => text(head, 0, 6) === '#!AMR\n',
  // A tag of ID3, or the sync word of a frame of layer III (ISO/IEC 11172-3, 2.4.1.3).
  'audio/mpeg': (head) =>
    text(head, 0, 3) === 'ID3' || (head.length > 2 && head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2),
  'application/pdf': (head) => text(head, 0, 5) === '%PDF-',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': (head) => isOffice(head, 'word/'),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': (head) => isOffice(head, 'xl/'),
};

/** A zip whose parts are those of the format (ECMA-376), and none of them a program. */
function isOffice(bytes: Buffer, part: string): boolean {
  return text(bytes, 0, 4) === 'PK\x03\x04' && bytes.includes(part) && !bytes.includes('vbaProject.bin');
}

/** What recording it is by its own first bytes, whatever it is called; null: none that we take. */
export function soundTypeOf(head: Buffer): Mime | null {
  return heardTypes.find((one) => signatures[one](head)) ?? null;
}

export function isReally(mime: Mime, head: Buffer): boolean {
  return signatures[mime](head);
}

/**
 * As many as the picture claims to have: whoever draws it takes four bytes for each, however few it came in. 0 where it
 * claims none, which nothing can draw.
 */
export function pixelsOf(mime: Mime, bytes: Buffer): number {
  const claims = sizes[mime]?.(bytes) ?? [];
  return Math.max(0, ...claims.map(([width, height]) => width * height));
}

type Size = readonly [width: number, height: number];

/** Every claim in the file, for which of several a reader believes is its own affair. */
const sizes: Partial<Record<Mime, (bytes: Buffer) => Size[]>> = {
  'image/jpeg': sizesInJpeg,
  'image/png': (bytes) =>
    bytes.length >= 24 && text(bytes, 12, 16) === 'IHDR' ? [[bytes.readUInt32BE(16), bytes.readUInt32BE(20)]] : [],
  'image/webp': sizesInWebp,
};

/** Start of frame: C0 to CF but for C4, C8, CC (ITU T.81, table B.1); several where a picture is progressive or a fraud. */
function sizesInJpeg(bytes: Buffer): Size[] {
  const found: Size[] = [];
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) {
      at += 1;
      continue;
    }
    const marker = bytes[at + 1] ?? 0;
    // The picture itself begins: no reader draws it without a frame before.
    if (marker === 0xda) return found;
    // Fill bytes and markers that stand alone have no length.
    if (marker === 0xff || marker === 0 || (marker >= 0xd0 && marker <= 0xd9) || marker === 1) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame && at + 9 <= bytes.length) found.push([bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)]);
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return found;
}

/** The canvas of an extended file, and each frame's own size (RFC 9649, 2.5 to 2.7.1). */
function sizesInWebp(bytes: Buffer): Size[] {
  const found: Size[] = [];
  for (let at = 12; at + 18 <= bytes.length; ) {
    const type = text(bytes, at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const from = at + 8;
    if (type === 'VP8X') found.push([1 + bytes.readUIntLE(from + 4, 3), 1 + bytes.readUIntLE(from + 7, 3)]);
    if (type === 'VP8 ') found.push([bytes.readUInt16LE(from + 6) & 0x3fff, bytes.readUInt16LE(from + 8) & 0x3fff]);
    if (type === 'VP8L') {
      const packed = bytes.readUInt32LE(from + 1);
      found.push([1 + (packed & 0x3fff), 1 + ((packed >>> 14) & 0x3fff)]);
    }
    at = from + length + (length % 2);
  }
  return found;
}

/** Exif or XMP that names a place, in whichever of the three kinds of picture. */
export function carriesLocation(mime: Mime, bytes: Buffer): boolean {
  const walk = walks[mime];
  return walk?.(bytes) ?? false;
}

const walks: Partial<Record<Mime, (bytes: Buffer) => boolean>> = {
  'image/jpeg': inJpeg,
  'image/png': inPng,
  'image/webp': inWebp,
};

/** The segments up to the picture itself; stops at anything malformed. */
function inJpeg(bytes: Buffer): boolean {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const length = bytes.readUInt16BE(at + 2);
    if (marker === 0xda || length < 2) return false;
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (marker === 0xe1 && (exifHasGps(segment) || xmpHasGps(segment))) return true;
    at += 2 + length;
  }
  return false;
}

/** Chunks of length, type, content, checksum (PNG 3rd edition, 5.3). */
function inPng(bytes: Buffer): boolean {
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = text(bytes, at + 4, at + 8);
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'eXIf' && exifHasGps(content)) return true;
    if (type === 'iTXt' && xmpHasGps(content)) return true;
    at += 12 + length;
  }
  return false;
}

/** Chunks of type, length, content, filled to even length (RFC 9649, 2.3); Exif comes after the picture. */
function inWebp(bytes: Buffer): boolean {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const type = text(bytes, at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'EXIF' && exifHasGps(content)) return true;
    if (type === 'XMP ' && xmpHasGps(content)) return true;
    at += 8 + length + (length % 2);
  }
  return false;
}

function xmpHasGps(content: Buffer): boolean {
  return content.includes('GPSLatitude');
}

/** With or without the six bytes that a JPEG puts before it. */
function exifHasGps(content: Buffer): boolean {
  return hasGps(text(content, 0, 6) === 'Exif\0\0' ? content.subarray(6) : content);
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
