/**
 * The load generator, a process of its own so that its work is counted apart. It is told by its parent what to send, keeps
 * one connection a client, and sends the next request of a client when the last was answered.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:http';
import { uuidv7 } from '@yimi/kernel';
import { protocolVersion } from '@yimi/protocol';

export interface Job {
  readonly port: number;
  readonly floor: boolean;
  readonly photo: boolean;
  /** Commands a request: 1, or a whole batch. */
  readonly batch: number;
  readonly seconds: number;
  readonly clients: readonly {
    readonly cookie: string;
    readonly people: readonly string[];
    readonly hints: readonly string[];
  }[];
}

export interface Told {
  readonly done: number;
  readonly seconds: number;
  /** Milliseconds, one a request. */
  readonly latencies: readonly number[];
  readonly cpuMs: number;
  readonly refused: readonly string[];
}

const photoBytes = 200 * 1024;
const random = (length: number) => new Uint8Array(randomBytes(length));

function ask(
  agent: Agent,
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer,
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(
      { agent, port, host: '127.0.0.1', method, path, headers: { ...headers, ...length } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A visit as a phone sends it: about 600 bytes, findings of forty characters. */
function envelope(client: Job['clients'][number], at: number, photo: Buffer | null) {
  const now = Date.now();
  const file = photo === null ? [] : [{ ...about(photo), id: uuidv7(now, random(10)), takenAt: now }];
  const input = {
    visitId: uuidv7(now, random(10)),
    clientId: client.people[at % client.people.length],
    visitedAt: now,
    mode: 'home',
    result: 'home',
    findings: '腿脚不便，药快吃完了，说孩子过年才回来，想装个扶手，答应下次带表格来。精神还好。',
    needs: ['生活照料'],
    files: file,
  };
  const head = {
    id: uuidv7(now, random(10)),
    name: 'services.record-visit',
    v: Number(process.env.YIMI_BENCH_V ?? '1'),
  };
  return { ...head, occurredAt: now, input, dependsOn: [], mends: null, hints: client.hints };
}

function about(photo: Buffer) {
  const sha256 = createHash('sha256').update(photo).digest('hex');
  return { kind: 'photo', sha256, mime: 'image/jpeg', bytes: photo.length };
}

/** JPEG enough for the server's look at it: start, one segment of noise, end. */
function drawPhoto(): Buffer {
  const photo = randomBytes(photoBytes);
  photo.set([0xff, 0xd8, 0xff, 0xdb, 0, 67], 0);
  photo.set([0xff, 0xda, 0, 8], 71);
  photo.set([0xff, 0xd9], photoBytes - 2);
  return photo;
}

async function sendPhoto(agent: Agent, job: Job, cookie: string, photo: Buffer): Promise<string | null> {
  const { sha256, mime, kind } = about(photo);
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const common = { cookie, 'x-yimi': '1', 'tus-resumable': '1.0.0' };
  const metadata = `sha256 ${base64(sha256)},mime ${base64(mime)},kind ${base64(kind)}`;
  // Creation with upload: one request, as a phone on a good line does.
  const headers = { 'upload-length': String(photo.length), 'upload-metadata': metadata };
  const type = { 'content-type': 'application/offset+octet-stream' };
  const made = await ask(agent, job.port, 'POST', '/api/files', { ...common, ...headers, ...type }, photo);
  return made.status === 201 ? null : `photo ${made.status} ${made.text.slice(0, 80)}`;
}

async function oneRequest(agent: Agent, job: Job, client: Job['clients'][number], at: number): Promise<string | null> {
  const photo = job.photo ? drawPhoto() : null;
  const batch = Array.from({ length: job.batch }, (_, index) => envelope(client, at * job.batch + index, photo));
  const body = JSON.stringify({ protocol: protocolVersion, batch });
  if (job.floor) {
    if (photo !== null) await ask(agent, job.port, 'POST', '/photo', {}, photo);
    await ask(agent, job.port, 'POST', '/', {}, body);
    return null;
  }
  const headers = { cookie: client.cookie, 'x-yimi': '1', 'content-type': 'application/json' };
  const answer = await ask(agent, job.port, 'POST', '/api/sync/push', headers, body);
  const accepted = answer.text.split('"accepted"').length - 1;
  if (answer.status !== 200 || accepted !== job.batch) return `${answer.status} ${answer.text.slice(0, 200)}`;
  return photo === null ? null : sendPhoto(agent, job, client.cookie, photo);
}

async function work(job: Job): Promise<Told> {
  const latencies: number[] = [];
  const refused: string[] = [];
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const ends = begun + job.seconds * 1000;
  await Promise.all(
    job.clients.map(async (client) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let at = 0; performance.now() < ends; at++) {
        const from = performance.now();
        const wrong = await oneRequest(agent, job, client, at);
        if (wrong === null) latencies.push(performance.now() - from);
        else refused.push(wrong);
      }
      agent.destroy();
    }),
  );
  const used = process.cpuUsage(cpu);
  const seconds = (performance.now() - begun) / 1000;
  return { done: latencies.length * job.batch, seconds, latencies, cpuMs: (used.user + used.system) / 1000, refused };
}

process.on('message', (job: Job) => {
  void work(job).then((told) => process.send?.(told));
});
