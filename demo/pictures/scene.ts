/**
 * A drawn stand-in for a photo of a visit: mountains, terraces, a wooden stilt house, the people met. Nobody's face, no
 * real place. The same number always gives the same picture.
 */
import type { Season } from '../calendar.ts';
import { Random } from '../random.ts';
import type { Colour, Point } from './canvas.ts';
import { Canvas, mix } from './canvas.ts';
import { encodePng, sha256 } from './png.ts';

export interface Photo {
  readonly sha256: string;
  readonly mime: 'image/png';
  readonly bytes: Uint8Array;
  readonly season: Season;
}

interface Palette {
  readonly sky: readonly [Colour, Colour];
  readonly far: Colour;
  readonly near: Colour;
  readonly field: readonly [Colour, Colour];
  readonly tree: Colour;
}

const palettes: Readonly<Record<Season, Palette>> = {
  spring: {
    sky: [
      [168, 204, 222],
      [238, 240, 226],
    ],
    far: [150, 182, 178],
    near: [96, 144, 104],
    field: [
      [150, 186, 160],
      [112, 160, 110],
    ],
    tree: [214, 140, 150],
  },
  summer: {
    sky: [
      [104, 168, 214],
      [220, 236, 232],
    ],
    far: [112, 158, 166],
    near: [54, 116, 78],
    field: [
      [104, 166, 74],
      [80, 142, 62],
    ],
    tree: [44, 96, 60],
  },
  autumn: {
    sky: [
      [150, 184, 208],
      [246, 230, 196],
    ],
    far: [158, 162, 162],
    near: [124, 128, 78],
    field: [
      [214, 178, 84],
      [190, 148, 62],
    ],
    tree: [192, 104, 48],
  },
  winter: {
    sky: [
      [176, 190, 202],
      [226, 228, 226],
    ],
    far: [166, 176, 184],
    near: [112, 124, 118],
    field: [
      [160, 156, 132],
      [140, 132, 108],
    ],
    tree: [104, 100, 90],
  },
};

const width = 480;
const height = 360;
const clothes: readonly Colour[] = [
  [38, 52, 92],
  [120, 40, 48],
  [60, 92, 84],
  [92, 70, 110],
  [44, 44, 52],
  [176, 120, 60],
];
const station: Colour = [206, 74, 52];

function drawPhoto(number: number, season: Season): Photo {
  const random = new Random(`picture ${number}`);
  const palette = palettes[season];
  const canvas = new Canvas(width, height);
  canvas.gradient(palette.sky[0], palette.sky[1], 0, 230);
  canvas.ellipse(
    random.between(60, 420),
    random.between(36, 80),
    20,
    20,
    [255, 246, 220],
    season === 'winter' ? 0.4 : 0.85,
  );
  ridge(canvas, random, 120, 46, mix(palette.far, palette.sky[1], 0.45));
  ridge(canvas, random, 150, 40, palette.far);
  ridge(canvas, random, 184, 30, palette.near);
  canvas.gradient(palette.field[0], palette.field[1], 222, height);
  terraces(canvas, random, palette);
  const left = random.chance(0.5);
  const houseX = left ? random.between(20, 70) : random.between(210, 260);
  tree(canvas, random, left ? random.between(360, 440) : random.between(40, 130), palette.tree);
  house(canvas, random, houseX, 118);
  people(canvas, random, left ? houseX + 232 : houseX - 150);
  const bytes = encodePng(width, height, canvas.rgb);
  return { sha256: sha256(bytes), mime: 'image/png', bytes, season };
}

function ridge(canvas: Canvas, random: Random, base: number, rise: number, colour: Colour): void {
  const phase = random.next() * 6;
  const points: Point[] = [[0, 240]];
  for (let x = 0; x <= width; x += 8) {
    const wave = Math.sin(x / 61 + phase) * 0.6 + Math.sin(x / 23 + phase * 3) * 0.28 + Math.sin(x / 9 + phase) * 0.06;
    points.push([x, base - wave * rise]);
  }
  canvas.polygon([...points, [width, 240]], colour);
}

function terraces(canvas: Canvas, random: Random, palette: Palette): void {
  const phase = random.next() * 6;
  for (let step = 0; step < 6; step++) {
    const y = 236 + step * step * 3.4 + step * 6;
    const points: Point[] = [];
    for (let x = 0; x <= width; x += 12) points.push([x, y + Math.sin(x / 90 + phase + step) * 5]);
    for (let x = width; x >= 0; x -= 12) points.push([x, y + 4 + step + Math.sin(x / 90 + phase + step) * 5]);
    canvas.polygon(points, mix(palette.field[1], [40, 60, 40], 0.28), 0.55);
  }
}

function tree(canvas: Canvas, random: Random, x: number, colour: Colour): void {
  const foot = random.between(252, 280);
  canvas.polygon(
    [
      [x - 6, foot],
      [x - 3, foot - 90],
      [x + 3, foot - 90],
      [x + 6, foot],
    ],
    [92, 70, 52],
  );
  for (let i = 0; i < 9; i++) {
    const leaf = mix(colour, [255, 255, 235], random.next() * 0.22);
    canvas.ellipse(
      x + random.between(-32, 32),
      foot - 96 + random.between(-34, 22),
      random.between(16, 26),
      random.between(13, 20),
      leaf,
    );
  }
}

/** 吊脚楼: open below, boards above, a wide roof of dark tiles. */
function house(canvas: Canvas, random: Random, x: number, y: number): void {
  const boards = random.pick<Colour>([
    [150, 104, 66],
    [132, 92, 62],
    [164, 118, 78],
  ]);
  const dark = mix(boards, [30, 20, 14], 0.55);
  canvas.rectangle(x + 16, y + 108, 176, 54, mix(dark, [20, 16, 14], 0.4));
  for (let i = 0; i <= 4; i++) canvas.rectangle(x + 16 + i * 42, y + 104, 8, 60, dark);
  canvas.rectangle(x + 8, y + 44, 192, 66, boards);
  for (let i = 1; i < 16; i++) canvas.rectangle(x + 8 + i * 12, y + 44, 1, 66, dark, 0.5);
  for (let i = 0; i < 3; i++) {
    canvas.rectangle(x + 26 + i * 60, y + 58, 30, 28, dark);
    canvas.rectangle(x + 29 + i * 60, y + 61, 11, 22, [236, 206, 140], 0.8);
    canvas.rectangle(x + 42 + i * 60, y + 61, 11, 22, [236, 206, 140], 0.8);
  }
  canvas.rectangle(x + 4, y + 98, 200, 5, dark);
  for (let i = 0; i < 14; i++) canvas.rectangle(x + 8 + i * 14.6, y + 88, 2, 12, dark);
  canvas.polygon(
    [
      [x - 14, y + 48],
      [x + 34, y],
      [x + 174, y],
      [x + 222, y + 48],
    ],
    [70, 72, 78],
  );
  for (let i = 1; i < 20; i++) {
    const top = x + 34 + i * 7;
    const foot = x - 14 + i * 11.8;
    canvas.polygon(
      [
        [top, y],
        [top + 1.2, y],
        [foot + 1.6, y + 48],
        [foot, y + 48],
      ],
      [46, 48, 54],
      0.6,
    );
  }
  canvas.rectangle(x + 32, y - 4, 144, 5, [52, 54, 60]);
  if (random.chance(0.5))
    for (let i = 0; i < 6; i++)
      canvas.ellipse(
        x + 74 + i * 9,
        y + 66 + (i % 2) * 3,
        3.4,
        9,
        random.pick<Colour>([
          [214, 170, 52],
          [190, 52, 40],
        ]),
      );
}

function people(canvas: Canvas, random: Random, around: number): void {
  const x = Math.max(70, Math.min(width - 90, around));
  const foot = random.between(318, 334);
  const many = random.weighted([
    [1, 4],
    [2, 4],
    [3, 2],
  ]);
  // The visitor in the station's vest, the person visited, now and then a child.
  person(canvas, x, foot, 1, station, random, [34, 30, 30]);
  person(canvas, x + 46, foot + random.between(-4, 6), many === 1 ? 0.86 : 0.94, random.pick(clothes), random);
  if (many === 3) person(canvas, x + 84, foot + 4, 0.66, random.pick(clothes), random, [34, 30, 30]);
  if (many !== 2) canvas.rectangle(x + 18, foot - 22, 20, 22, [152, 116, 72]);
}

function person(
  canvas: Canvas,
  x: number,
  foot: number,
  size: number,
  dress: Colour,
  random: Random,
  hairColour?: Colour,
): void {
  const at = (dx: number, dy: number): Point => [x + dx * size, foot - dy * size];
  const skin = random.pick<Colour>([
    [222, 178, 142],
    [206, 160, 124],
  ]);
  canvas.ellipse(x, foot + 2, 20 * size, 4 * size, [40, 44, 36], 0.35);
  canvas.polygon([at(-10, 0), at(-11, 40), at(11, 40), at(10, 0), at(3, 0), at(0, 30), at(-3, 0)], [52, 54, 66]);
  canvas.polygon([at(-14, 36), at(-16, 74), at(-8, 82), at(8, 82), at(16, 74), at(14, 36)], dress);
  canvas.polygon([at(-16, 74), at(-22, 46), at(-17, 44), at(-10, 70)], mix(dress, [0, 0, 0], 0.18));
  canvas.polygon([at(16, 74), at(22, 46), at(17, 44), at(10, 70)], mix(dress, [0, 0, 0], 0.18));
  canvas.ellipse(x, foot - 93 * size, 10.5 * size, 12 * size, skin);
  const hair =
    hairColour ??
    random.pick<Colour>([
      [34, 30, 30],
      [150, 150, 150],
      [206, 204, 200],
    ]);
  canvas.polygon(
    [at(-11, 92), at(-11, 101), at(-6, 107), at(6, 107), at(11, 101), at(11, 92), at(8, 99), at(-8, 99)],
    hair,
  );
}

let drawn: readonly Photo[] | null = null;

/** 24 pictures, six a season. Drawn once a process: always the same, so nothing is shared that could change. */
export function allPhotos(): readonly Photo[] {
  const seasons: readonly Season[] = ['spring', 'summer', 'autumn', 'winter'];
  drawn ??= Array.from({ length: 24 }, (_, number) => drawPhoto(number, seasons[number % 4] ?? 'summer'));
  return drawn;
}
