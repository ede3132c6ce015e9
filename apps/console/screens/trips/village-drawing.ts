/**
 * Where the villages stand in the sketch, and where their names: a village lies in its direction, as far out as one
 * drives; one of which nobody has said where it lies is set into the widest gap. Names take the first free place around
 * their dot, so that neighbours in one valley stay readable.
 */
import { directions } from '@yimi/services';
import type { TripBoard } from './trip-api.ts';

export const drawing = { width: 400, height: 380 } as const;
const middle = { x: drawing.width / 2, y: drawing.height / 2 };
/** Room at the rim for a name. */
const reach = { x: middle.x - 46, y: middle.y - 26 };
const letter = 14;
const lineHeight = 17;

export interface DrawnVillage {
  readonly id: string;
  readonly name: string;
  /** People due by today. */
  readonly due: number;
  readonly known: boolean;
  readonly x: number;
  readonly y: number;
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' };
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function farthestOf(board: TripBoard): number {
  const facts = new Map(board.facts.map((one) => [one.id, one]));
  return Math.max(60, ...board.rooms.map((room) => facts.get(room.id)?.minutes ?? room.minutesAway ?? 60));
}

/** An ellipse: half its width and height at so many minutes. */
export function ring(minutes: number, farthest: number): { readonly rx: number; readonly ry: number } {
  // The way grows slower than the minutes: near villages would else lie on the station.
  const share = (minutes / farthest) ** 0.8;
  return { rx: share * reach.x, ry: share * reach.y };
}

export function drawn(board: TripBoard): DrawnVillage[] {
  const facts = new Map(board.facts.map((one) => [one.id, one]));
  const farthest = farthestOf(board);
  const inSector = new Map<string, string[]>();
  for (const room of board.rooms) {
    const direction = facts.get(room.id)?.direction ?? '';
    inSector.set(direction, [...(inSector.get(direction) ?? []), room.id]);
  }
  const points = board.rooms.map((room) => {
    const known = facts.get(room.id);
    const minutes = known?.minutes ?? room.minutesAway ?? 60;
    const direction = known?.direction ?? null;
    const peers = inSector.get(direction ?? '') ?? [];
    const place = peers.indexOf(room.id);
    // Of one direction side by side within its 45 degrees; those without one between the others, all around.
    const degrees =
      direction === null
        ? 22.5 + (place * 360) / peers.length
        : directions.indexOf(direction) * 45 + (peers.length === 1 ? 0 : (place / (peers.length - 1) - 0.5) * 32);
    const angle = ((degrees - 90) * Math.PI) / 180;
    const { rx, ry } = ring(Math.max(minutes, 10), farthest);
    const due = board.people.filter((one) => one.roomId === room.id && one.dueOn <= board.today).length;
    const at = { x: middle.x + rx * Math.cos(angle), y: middle.y + ry * Math.sin(angle) };
    return { id: room.id, name: room.name, due, known: direction !== null, ...at };
  });
  const taken: Box[] = [around(middle.x, middle.y, 9), ...points.map(({ x, y }) => around(x, y, 8))];
  return points.map((point) => {
    const label = labelOf(point, taken);
    taken.push(label.box);
    return { ...point, label: label.at };
  });
}

function around(x: number, y: number, by: number): Box {
  return { left: x - by, right: x + by, top: y - by, bottom: y + by };
}

function overlap(one: Box, other: Box): number {
  const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return wide > 0 && high > 0 ? wide * high : 0;
}

/** The first place around the dot that covers nothing; where all do, the one that covers least. */
function labelOf({ name, due, x, y }: { name: string; due: number; x: number; y: number }, taken: readonly Box[]) {
  const wide = name.length * letter + (due > 0 ? 6 + 8 * String(due).length : 0);
  const places = [14, 20, 28, 38].flatMap((off) => [
    { x, y: y - off + 6, anchor: 'middle' as const },
    { x, y: y + off + 4, anchor: 'middle' as const },
    { x: x + off - 3, y: y + 4, anchor: 'start' as const },
    { x: x - off + 3, y: y + 4, anchor: 'end' as const },
    { x: x + off - 6, y: y - off + 8, anchor: 'start' as const },
    { x: x - off + 6, y: y - off + 8, anchor: 'end' as const },
    { x: x + off - 6, y: y + off, anchor: 'start' as const },
    { x: x - off + 6, y: y + off, anchor: 'end' as const },
  ]);
  const tried = places.map((at) => {
    const left = at.anchor === 'start' ? at.x : at.anchor === 'end' ? at.x - wide : at.x - wide / 2;
    const box = { left, right: left + wide, top: at.y - lineHeight + 3, bottom: at.y + 3 };
    const out = box.left < 0 || box.right > drawing.width || box.top < 0 || box.bottom > drawing.height;
    return { at, box, covers: taken.reduce((sum, one) => sum + overlap(box, one), out ? 10_000 : 0) };
  });
  const [best] = tried.toSorted((one, other) => one.covers - other.covers);
  if (best === undefined) throw new Error('no place for a name');
  return best;
}

export const station = middle;
