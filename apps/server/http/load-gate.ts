/**
 * How much is worked on at once. When a mast comes back, three hundred phones knock within seconds; served all together
 * each would wait for all others, give up, and knock again. So a number is served, and the rest is told at once when to come again (503,
 * Retry-After): before its body is read if the house is full already, else before any work is done for it. What is
 * counted is work, not transfer: a phone on a thin line may take minutes to send without keeping anybody out.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { serverBusy } from '../trouble.ts';
import { sendProblem } from './problems.ts';

export class LoadGate {
  readonly #most: number;
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  guard(app: FastifyInstance): void {
    app.addHook('onRequest', async (request, reply) => {
      if (isWork(request) && this.#inside >= this.#most) await sendProblem(reply, serverBusy());
    });
    app.addHook('preHandler', async (request, reply) => {
      if (!isWork(request)) return;
      if (this.#inside >= this.#most) await sendProblem(reply, serverBusy());
      else this.#enter(reply);
    });
  }

  #enter(reply: FastifyReply): void {
    this.#inside += 1;
    let inside = true;
    const leave = (): void => {
      if (inside) this.#inside -= 1;
      inside = false;
    };
    // A phone that hangs up leaves without an end of the answer.
    reply.raw.once('finish', leave).once('close', leave);
  }
}

/** Pages of the apps are files, the stream of events only waits, an upload mostly too. */
function isWork({ url, method }: FastifyRequest): boolean {
  return (
    /^\/(api|s)\//.test(url) && !/^\/api\/(health|sync\/events)\b/.test(url) && method !== 'PATCH' && method !== 'HEAD'
  );
}
