/**
 * A poor line, as a TCP proxy: a round trip of 150 ms, 1.64 Mb/s each way shared by all connections, and it can be cut. Bytes
 * are counted as they pass, headers included (TCP/IP's own are not); requests by their first line.
 */
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

const oneWayMs = 75;
const bytesPerMs = 1_640_000 / 8 / 1000;
/** What the narrow place itself holds; beyond it the sender is told to wait, as TCP does. */
const mostQueued = 256 * 1024;

export interface Passed {
  readonly up: number;
  readonly down: number;
  readonly requests: readonly string[];
}

/** One direction: bytes leave one after another at the line's pace, and arrive half a round trip later. */
class Lane {
  #free = 0;
  bytes = 0;

  carry(from: Socket, to: Socket, notBefore: number, seen: (part: Buffer) => void): void {
    let queued = 0;
    // First in, first out: two timers that fall due in one millisecond may ring in either order.
    const line: Buffer[] = [];
    from.on('data', (part: Buffer) => {
      this.bytes += part.length;
      seen(part);
      const begins = Math.max(performance.now(), this.#free, notBefore);
      this.#free = begins + part.length / bytesPerMs;
      queued += part.length;
      line.push(part);
      if (queued > mostQueued) from.pause();
      setTimeout(
        () => {
          const next = line.shift();
          queued -= next?.length ?? 0;
          if (queued <= mostQueued) from.resume();
          if (next !== undefined && !to.destroyed) to.write(next);
        },
        this.#free - performance.now() + oneWayMs,
      );
    });
    from.on('end', () => setTimeout(() => to.end(), Math.max(0, this.#free - performance.now()) + oneWayMs));
  }
}

export class Link {
  readonly #server;
  readonly #sockets = new Set<Socket>();
  readonly #up = new Lane();
  readonly #down = new Lane();
  #requests: string[] = [];
  #cut = false;
  readonly #since = { up: 0, down: 0 };

  private constructor(port: number) {
    this.#server = createServer((near) => {
      if (this.#cut) return void near.destroy();
      const far = connect(port, '127.0.0.1');
      // The phone has waited for the line's answer to its knock before it may speak.
      const shaken = performance.now() + 2 * oneWayMs;
      this.#up.carry(near, far, shaken, (part) => this.#note(part));
      this.#down.carry(far, near, shaken, () => undefined);
      for (const [one, other] of [[near, far] as const, [far, near] as const]) {
        this.#sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => this.#sockets.delete(one));
      }
    });
  }

  static async to(origin: string): Promise<Link> {
    const link = new Link(Number(new URL(origin).port));
    await new Promise<void>((done) => link.#server.listen(0, '127.0.0.1', done));
    return link;
  }

  #note(part: Buffer): void {
    // No body of ours begins a chunk with a method's name: JSON begins with a brace, packed bodies with gzip's mark.
    const line = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+/.exec(part.subarray(0, 200).toString('latin1'))?.[0];
    if (line !== undefined) this.#requests.push(line);
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What has passed since the last call of `reset`. */
  get passed(): Passed {
    const { up, down } = this.#since;
    return { up: this.#up.bytes - up, down: this.#down.bytes - down, requests: this.#requests };
  }

  reset(): void {
    this.#since.up = this.#up.bytes;
    this.#since.down = this.#down.bytes;
    this.#requests = [];
  }

  /** No network: what is open breaks, what knocks is sent away. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((done) => this.#server.close(done));
  }
}
