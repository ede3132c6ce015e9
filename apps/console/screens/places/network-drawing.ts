/**
 * Where everything lies in the picture of the network: a block for each township, side by side in columns; in it the
 * station with its people, below it the villages as cells. Pure geometry, in the units of the drawing; the component paints.
 */
import type { RoomNode, StationNode } from '../../api.ts';

export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
export interface StationBlock {
  readonly station: StationNode;
  readonly head: Box;
  readonly cells: readonly (Box & { readonly room: RoomNode })[];
}
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly stations: readonly StationBlock[];
  /** x of the line from the trunk down each column, and the y at which each row's trunk runs. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

const cell = { w: 54, h: 44, perRow: 5 } as const;
const block = { w: cell.w * cell.perRow, head: 46, gapX: 22, gapY: 30 } as const;
/** From the trunk of a row to its stations. */
const drop = 14;
const margin = 2;

/** @param width the room that the picture has at full size */
export function drawNetwork(stations: readonly StationNode[], width: number): Drawing {
  const fit = Math.floor((width - 2 * margin + block.gapX) / (block.w + block.gapX));
  const columns = Math.max(1, Math.min(fit, stations.length));
  const blocks: StationBlock[] = [];
  const rows: number[] = [];
  let y = margin;
  for (let at = 0; at < stations.length; at += columns) {
    const line = stations.slice(at, at + columns);
    rows.push(y);
    const top = y + drop;
    const drawn = line.map((station, column) => drawBlock(station, margin + column * (block.w + block.gapX), top));
    blocks.push(...drawn);
    y = Math.max(...drawn.map(bottomOf)) + block.gapY;
  }
  return {
    width: 2 * margin + columns * block.w + (columns - 1) * block.gapX,
    height: Math.max(margin, y - block.gapY) + margin,
    stations: blocks,
    columns: Array.from({ length: columns }, (_, at) => margin + at * (block.w + block.gapX) + 16),
    rows,
  };
}

function drawBlock(station: StationNode, x: number, y: number): StationBlock {
  const cells = station.rooms.map((room, at) => ({
    id: room.id,
    room,
    x: x + (at % cell.perRow) * cell.w,
    y: y + block.head + Math.floor(at / cell.perRow) * cell.h,
    w: cell.w,
    h: cell.h,
  }));
  return { station, head: { id: station.id, x, y, w: block.w, h: block.head }, cells };
}

function bottomOf({ head, cells }: StationBlock): number {
  return Math.max(head.y + head.h, ...cells.map((one) => one.y + one.h));
}

export function nodesOf(drawing: Drawing): Box[] {
  return drawing.stations.flatMap((one) => [one.head, ...one.cells]);
}

const middle = ({ x, y, w, h }: Box) => ({ x: x + w / 2, y: y + h / 2 });

/** The node that an arrow key leads to: the nearest in that direction, straight ahead before askew. */
export function step(nodes: readonly Box[], from: string, key: string): string {
  const here = nodes.find((one) => one.id === from);
  if (here === undefined) return nodes[0]?.id ?? from;
  if (key === 'Home') return nodes[0]?.id ?? from;
  if (key === 'End') return nodes.at(-1)?.id ?? from;
  const sideways = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  const me = middle(here);
  let best: { id: string; far: number } | null = null;
  for (const node of nodes) {
    if (node.id === from) continue;
    const it = middle(node);
    const ahead = sign * (sideways ? it.x - me.x : it.y - me.y);
    // A station is wide: what lies under it counts as straight below, the leftmost first.
    const over = sideways ? overlap(here.y, here.h, node.y, node.h) : overlap(here.x, here.w, node.x, node.w);
    if (ahead <= 1 || !over) continue;
    const askew = sideways ? Math.abs(it.y - me.y) : Math.abs(node.x - here.x);
    const far = ahead + askew * 0.5;
    if (best === null || far < best.far) best = { id: node.id, far };
  }
  return best?.id ?? from;
}

function overlap(at: number, size: number, other: number, otherSize: number): boolean {
  return at < other + otherSize && other < at + size;
}

/** Letters of a cell: what everybody leaves out when they say a village's name is left out. */
export function shortName(name: string): string {
  const bare = name.replace(/(?<=.)(社区|村)$/, '');
  return bare.length > 4 ? `${bare.slice(0, 3)}…` : bare;
}
