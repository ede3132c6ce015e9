/** A picture of a few bytes that claims to be enormous is found out by what it claims, in each of the three formats. */
import { describe, expect, it } from 'vitest';
import type { Mime } from './contents.ts';
import { isReally, pixelsOf } from './contents.ts';
import { mostPixels } from './problems.ts';
import { jpeg, pngWithPlace } from './trial-files.ts';

function frame(width: number, height: number, marker = 0xc0): Buffer {
  const bytes = Buffer.from([0xff, marker, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
  bytes.writeUInt16BE(height, 5);
  bytes.writeUInt16BE(width, 7);
  return bytes;
}

function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33);
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

function webp(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(20);
  head.write('RIFF', 0, 'latin1');
  head.write('WEBP', 8, 'latin1');
  head.write(type, 12, 'latin1');
  head.writeUInt32LE(content.length, 16);
  return Buffer.concat([head, content]);
}

function extended(width: number, height: number): Buffer {
  const content = Buffer.alloc(10);
  content.writeUIntLE(width - 1, 4, 3);
  content.writeUIntLE(height - 1, 7, 3);
  return webp('VP8X', content);
}

function lossy(width: number, height: number): Buffer {
  const content = Buffer.from([0x30, 1, 0, 0x9d, 1, 0x2a, 0, 0, 0, 0]);
  content.writeUInt16LE(width, 6);
  content.writeUInt16LE(height, 8);
  return webp('VP8 ', content);
}

function lossless(width: number, height: number): Buffer {
  const content = Buffer.alloc(10, 0);
  content[0] = 0x2f;
  content.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1);
  return webp('VP8L', content);
}

const bombs: readonly (readonly [string, Mime, Buffer])[] = [
  ['a PNG of 60,000 × 60,000', 'image/png', png(60_000, 60_000)],
  ['a PNG of the largest there can be', 'image/png', png(0x7fffffff, 0x7fffffff)],
  ['a JPEG of 65,535 × 65,535', 'image/jpeg', jpeg(400, frame(65_535, 65_535))],
  ['a progressive JPEG', 'image/jpeg', jpeg(400, frame(65_535, 65_535, 0xc2))],
  ['a JPEG whose second frame is the large one', 'image/jpeg', jpeg(400, frame(40, 30), frame(60_000, 60_000, 0xc1))],
  [
    'a JPEG with noise between its segments',
    'image/jpeg',
    jpeg(400, frame(10, 10), Buffer.from([1, 2, 3]), frame(60_000, 60_000)),
  ],
  ['a WebP canvas', 'image/webp', extended(16_000_000, 200)],
  ['a lossy WebP', 'image/webp', lossy(16_383, 16_383)],
  ['a lossless WebP', 'image/webp', lossless(16_384, 16_384)],
];

describe('what a picture claims', () => {
  it.each(bombs)('is too much: %s', (_, mime, bytes) => {
    expect(bytes.length).toBeLessThan(1000);
    expect(isReally(mime, bytes)).toBe(true);
    expect(pixelsOf(mime, bytes)).toBeGreaterThan(mostPixels);
  });

  it('is right for pictures as phones make them', () => {
    expect(pixelsOf('image/jpeg', jpeg(5_000, frame(1600, 1200)))).toBe(1600 * 1200);
    expect(pixelsOf('image/png', png(4000, 3000))).toBe(12_000_000);
    expect(pixelsOf('image/webp', lossy(1920, 1080))).toBe(1920 * 1080);
    expect(pixelsOf('image/webp', lossless(300, 200))).toBe(60_000);
    expect(pixelsOf('image/webp', extended(1000, 500))).toBe(500_000);
  });

  it('is nothing where nothing is claimed, and nothing of what is no picture', () => {
    expect(pixelsOf('image/png', pngWithPlace())).toBe(0);
    expect(pixelsOf('image/png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))).toBe(0);
    expect(pixelsOf('application/pdf', Buffer.from('%PDF-1.7'))).toBe(0);
    for (let n = 0; n < 40; n += 1) {
      expect(pixelsOf('image/jpeg', jpeg(60).subarray(0, n))).toBeTypeOf('number');
      expect(pixelsOf('image/webp', lossy(10, 10).subarray(0, n))).toBeTypeOf('number');
    }
  });
});
