/**
 * The network between phones and server. Each message may be cut before it arrives, cut after the server has committed
 * (the answer is lost), delayed, doubled, doubled again much later, or overtaken: the phone gives up, sends anew, and the
 * first one arrives after all.
 */
import type { Envelope, PullResponse, PushResponse } from '@yimi/protocol';
import { protocolVersion } from '@yimi/protocol';
import type { Transport } from '@yimi/sync';
import type { Dice } from './dice.ts';
import type { Life } from './disk.ts';
import type { Log } from './log.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimulatedServer } from './server.ts';
import { ServerDied } from './server.ts';

export class Cut extends Error {
  constructor() {
    super('no connection');
  }
}

const minute = 60_000;
const hour = 60 * minute;

type PushFate = 'arrives' | 'cut' | 'answer-lost' | 'delayed' | 'doubled' | 'doubled-later' | 'overtaken';

const pushFates: Readonly<Record<PushFate, number>> = {
  arrives: 62,
  cut: 8,
  'answer-lost': 9,
  delayed: 6,
  doubled: 5,
  'doubled-later': 5,
  overtaken: 5,
};

export class Network {
  /** In a quiet period every message arrives at once. */
  calm = false;
  readonly #server: SimulatedServer;
  readonly #time: Scheduler;
  readonly #log: Log;

  constructor(server: SimulatedServer, time: Scheduler, log: Log) {
    this.#server = server;
    this.#time = time;
    this.#log = log;
  }

  transport(userId: string, who: string, life: Life, dice: () => Dice): Transport {
    return {
      push: async (batch) => {
        const answer = await this.push(userId, who, life, dice(), batch);
        await life.step();
        return answer;
      },
      pull: async (request) => {
        const text = JSON.stringify({ protocol: protocolVersion, scopes: request.scopes, diverged: request.diverged });
        const answer = await this.#pull(userId, who, life, dice(), text);
        await life.step();
        return answer;
      },
    };
  }

  async push(userId: string, who: string, life: Life, dice: Dice, batch: readonly Envelope[]): Promise<PushResponse> {
    await life.step();
    const text = JSON.stringify({ protocol: protocolVersion, batch });
    const deliver = (): Promise<PushResponse> => this.#reached(who, () => this.#server.push(userId, text));
    if (this.calm) return deliver();
    const fate = dice.weighted(pushFates);
    await this.#time.sleep(dice.between(40, 4_000));
    if (fate !== 'arrives') this.#note(who, `push ${fate}`);
    switch (fate) {
      case 'cut':
        throw new Cut();
      case 'overtaken':
        this.#later(who, dice, deliver);
        throw new Cut();
      case 'delayed':
        await this.#time.sleep(dice.between(1, 90) * minute);
        break;
      case 'doubled':
        await deliver();
        break;
      case 'doubled-later':
        this.#later(who, dice, deliver);
        break;
      default:
    }
    const answer = await deliver();
    if (fate === 'answer-lost') throw new Cut();
    await this.#time.sleep(dice.between(40, 4_000));
    return answer;
  }

  async #pull(userId: string, who: string, life: Life, dice: Dice, text: string): Promise<PullResponse> {
    await life.step();
    const deliver = (): Promise<PullResponse> => this.#reached(who, () => this.#server.pull(userId, text));
    if (this.calm) return deliver();
    const fate = dice.weighted({ arrives: 74, cut: 9, 'answer-lost': 9, delayed: 8 });
    await this.#time.sleep(dice.between(40, 4_000));
    if (fate !== 'arrives') this.#note(who, `pull ${fate}`);
    if (fate === 'cut') throw new Cut();
    const answer = await deliver();
    if (fate === 'answer-lost') throw new Cut();
    // What was true when the server read it may be old when it arrives.
    await this.#time.sleep(fate === 'delayed' ? dice.between(1, 90) * minute : dice.between(40, 4_000));
    return answer;
  }

  #note(who: string, fault: string): void {
    this.#log.fault(fault);
    this.#log.say(who, fault);
  }

  /** The message lies somewhere on the way and arrives hours later, when nobody waits for its answer any more. */
  #later(who: string, dice: Dice, deliver: () => Promise<PushResponse>): void {
    this.#time.at(this.#time.now + dice.between(5, 20 * 60) * minute, () => {
      this.#log.say(who, 'an old push arrives late');
      deliver().catch((error: unknown) => {
        if (!(error instanceof Cut)) throw error;
      });
    });
  }

  async #reached<T>(who: string, deliver: () => Promise<T>): Promise<T> {
    try {
      return await deliver();
    } catch (error) {
      if (!(error instanceof ServerDied)) throw error;
      this.#note(who, 'server away');
      throw new Cut();
    }
  }
}

export { hour, minute };
