/** Filled shapes with soft edges on an RGB canvas: what the demo's pictures are drawn with. */

export type Colour = readonly [number, number, number];
export type Point = readonly [number, number];

/** Four sub-rows a pixel, exact across: edges look drawn and not stepped. */
const subRows = 4;

export function mix(one: Colour, other: Colour, share: number): Colour {
  return [
    one[0] + (other[0] - one[0]) * share,
    one[1] + (other[1] - one[1]) * share,
    one[2] + (other[2] - one[2]) * share,
  ];
}

export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly #cover: Float32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.rgb = new Uint8Array(width * height * 3);
    this.#cover = new Float32Array(width);
  }

  /** From the top colour to the lower one, between two rows. */
  gradient(top: Colour, bottom: Colour, from: number, to: number): void {
    for (let y = from; y < to; y++) {
      const colour = mix(top, bottom, (y - from) / Math.max(1, to - from - 1));
      for (let x = 0; x < this.width; x++) this.#blend(x, y, colour, 1);
    }
  }

  polygon(points: readonly Point[], colour: Colour, opacity = 1): void {
    const ys = points.map(([, y]) => y);
    const first = Math.max(0, Math.floor(Math.min(...ys)));
    const last = Math.min(this.height - 1, Math.floor(Math.max(...ys)));
    const xs = points.map(([x]) => x);
    const left = Math.max(0, Math.floor(Math.min(...xs)));
    const right = Math.min(this.width, Math.ceil(Math.max(...xs)) + 1);
    for (let y = first; y <= last; y++) {
      this.#cover.fill(0, left, right);
      for (let sub = 0; sub < subRows; sub++) this.#span(points, y + (sub + 0.5) / subRows);
      for (let x = left; x < right; x++) {
        const share = this.#cover[x] ?? 0;
        if (share > 0) this.#blend(x, y, colour, Math.min(1, share) * opacity);
      }
    }
  }

  ellipse(x: number, y: number, rx: number, ry: number, colour: Colour, opacity = 1): void {
    const steps = 28;
    const points = Array.from({ length: steps }, (_, i): Point => {
      const turn = (i / steps) * Math.PI * 2;
      return [x + Math.cos(turn) * rx, y + Math.sin(turn) * ry];
    });
    this.polygon(points, colour, opacity);
  }

  rectangle(x: number, y: number, width: number, height: number, colour: Colour, opacity = 1): void {
    this.polygon(
      [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ],
      colour,
      opacity,
    );
  }

  /** Plain loops here: the pictures ask for this some hundred thousand times while somebody waits for the first start. */
  #span(points: readonly Point[], y: number): void {
    const crossings: number[] = [];
    let [x1, y1] = points.at(-1) ?? [0, 0];
    for (const [x2, y2] of points) {
      if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
      x1 = x2;
      y1 = y2;
    }
    if (crossings.length > 2) crossings.sort((one, other) => one - other);
    else if (crossings.length === 2 && (crossings[0] ?? 0) > (crossings[1] ?? 0)) crossings.reverse();
    for (let i = 0; i + 1 < crossings.length; i += 2) this.#add(crossings[i] ?? 0, crossings[i + 1] ?? 0);
  }

  #add(from: number, to: number): void {
    const left = Math.max(0, from);
    const right = Math.min(this.width, to);
    for (let x = Math.floor(left); x < right; x++) {
      const part = Math.min(right, x + 1) - Math.max(left, x);
      this.#cover[x] = (this.#cover[x] ?? 0) + part / subRows;
    }
  }

  #blend(x: number, y: number, colour: Colour, share: number): void {
    const at = (y * this.width + x) * 3;
    for (let i = 0; i < 3; i++) {
      const old = this.rgb[at + i] ?? 0;
      this.rgb[at + i] = old + ((colour[i] ?? 0) - old) * share;
    }
  }
}
