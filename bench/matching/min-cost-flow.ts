/**
 * The optimum by a second, independent way, only to check the first: successive shortest paths (Dijkstra with
 * potentials) through source → village → need → helper → sink, each unit of flow one task. It stops when a further task
 * would add nothing. Some seconds for 2,000 × 2,000; exact, for all costs are whole numbers.
 */
import type { TaskNetwork } from '@yimi/volunteers';
import { firstShareWorth, loadCost } from '@yimi/volunteers';

/** Arc 2k and its reverse 2k + 1. */
class Graph {
  readonly to: number[] = [];
  readonly room: number[] = [];
  readonly cost: number[] = [];
  readonly from: number[][];
  constructor(nodes: number) {
    this.from = Array.from({ length: nodes }, () => []);
  }
  arc(from: number, to: number, room: number, cost: number): void {
    this.from[from]?.push(this.to.length);
    this.from[to]?.push(this.to.length + 1);
    this.to.push(to, from);
    this.room.push(room, 0);
    this.cost.push(cost, -cost);
  }
}

/** The worth of the best assignment. */
export function optimumByFlow(network: TaskNetwork): number {
  const [villages, asks] = [network.villages.length, network.asks.length];
  const askNode = 1 + villages;
  const helperNode = askNode + asks;
  const sink = helperNode + network.helpers.length;
  const graph = new Graph(sink + 1);
  network.villages.forEach(({ first }, at) => {
    if (first > 0) graph.arc(0, 1 + at, first, -firstShareWorth);
    graph.arc(0, 1 + at, asks, 0);
  });
  network.asks.forEach(({ village }, at) => {
    graph.arc(1 + village, askNode + at, 1, 0);
  });
  for (const { ask, helper, worth } of network.pairs) graph.arc(askNode + ask, helperNode + helper, 1, -worth);
  network.helpers.forEach(({ given, places }, at) => {
    for (let having = given; having < places; having++) graph.arc(helperNode + at, sink, 1, loadCost(having));
  });
  // Nodes are numbered along the flow and no arc leads back yet: one pass gives the first potentials, costs below 0 and all.
  const potential = new Float64Array(sink + 1).fill(Number.POSITIVE_INFINITY);
  potential[0] = 0;
  for (let node = 0; node <= sink; node++) {
    for (const arc of graph.from[node] ?? []) {
      const next = graph.to[arc] ?? 0;
      const there = (potential[node] ?? 0) + (graph.cost[arc] ?? 0);
      if ((graph.room[arc] ?? 0) > 0 && there < (potential[next] ?? 0)) potential[next] = there;
    }
  }
  let worth = 0;
  for (;;) {
    const arcs = cheapestPath(graph, potential, sink);
    const cost = potential[sink] ?? 0;
    if (arcs === null || cost >= 0) return worth;
    for (const arc of arcs) {
      graph.room[arc] = (graph.room[arc] ?? 0) - 1;
      graph.room[arc ^ 1] = (graph.room[arc ^ 1] ?? 0) + 1;
    }
    worth -= cost;
  }
}

/** Arcs of a cheapest path with room from node 0, or null; afterwards potentials are the distances from node 0. */
function cheapestPath(graph: Graph, potential: Float64Array, sink: number): number[] | null {
  const nodes = graph.from.length;
  const distance = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const came = new Int32Array(nodes).fill(-1);
  const done = new Uint8Array(nodes);
  /** Reduced distances are small whole numbers: one list per distance is the queue. */
  const queue: number[][] = [[0]];
  distance[0] = 0;
  let farthest = 0;
  for (let at = 0; at < queue.length && done[sink] === 0; at++) {
    for (const node of queue[at] ?? []) {
      if (done[node] === 1) continue;
      done[node] = 1;
      farthest = at;
      for (const arc of graph.from[node] ?? []) {
        const next = graph.to[arc] ?? 0;
        if ((graph.room[arc] ?? 0) === 0 || done[next] === 1) continue;
        const reduced = (graph.cost[arc] ?? 0) + (potential[node] ?? 0) - (potential[next] ?? 0);
        const there = at + reduced;
        if (there >= (distance[next] ?? 0)) continue;
        distance[next] = there;
        came[next] = arc;
        const list = queue[there] ?? [];
        queue[there] = list;
        list.push(next);
      }
    }
  }
  if (done[sink] === 0) return null;
  for (let node = 0; node < nodes; node++) {
    potential[node] = (potential[node] ?? 0) + (done[node] === 1 ? (distance[node] ?? 0) : farthest);
  }
  const arcs: number[] = [];
  for (let node = sink; node !== 0; ) {
    const arc = came[node] ?? -1;
    arcs.push(arc);
    node = graph.to[arc ^ 1] ?? 0;
  }
  return arcs;
}
