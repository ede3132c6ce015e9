/** Requests that only wait for a signal stand for work; what comes while the house is full is sent away at once. */
import { describe, expect, it } from 'vitest';
import { buildApp } from './app.ts';

function slowApp(atOnce: number) {
  const app = buildApp({ log: () => undefined, atOnce });
  const waiting: (() => void)[] = [];
  const done = () => new Promise<{ done: boolean }>((resolve) => waiting.push(() => resolve({ done: true })));
  app.get('/api/slow', done);
  app.post('/api/slow', done);
  app.get('/api/health', () => ({ ok: true }));
  return { app, finishOne: () => waiting.shift()?.(), waiting };
}

describe('a full house', () => {
  it('sends who comes too much away with 503, a Problem and the time to come again, and takes the next when one leaves', async () => {
    const { app, finishOne, waiting } = slowApp(2);
    const first = app.inject('/api/slow');
    const second = app.inject({ method: 'POST', url: '/api/slow', headers: { 'x-yimi': '1' }, payload: { a: 1 } });
    await expect.poll(() => waiting.length).toBe(2);
    const third = await app.inject('/api/slow');
    expect([third.statusCode, third.headers['retry-after']]).toEqual([503, '3']);
    expect(third.json()).toMatchObject({ problem: true, code: 'server.busy', kind: 'unavailable' });
    expect((await app.inject('/api/health')).statusCode).toBe(200);
    finishOne();
    expect((await first).json()).toEqual({ done: true });
    const fourth = app.inject('/api/slow');
    await expect.poll(() => waiting.length).toBe(2);
    finishOne();
    finishOne();
    expect([(await second).statusCode, (await fourth).statusCode]).toEqual([200, 200]);
  });

  it('does not count those who have hung up', async () => {
    const { app, finishOne, waiting } = slowApp(1);
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    try {
      const line = new AbortController();
      const hungUp = fetch(`${address}/api/slow`, { signal: line.signal }).catch(() => null);
      await expect.poll(() => waiting.length).toBe(1);
      expect((await fetch(`${address}/api/slow`)).status).toBe(503);
      line.abort();
      expect(await hungUp).toBeNull();
      await expect
        .poll(async () => {
          const next = fetch(`${address}/api/slow`, { signal: AbortSignal.timeout(2_000) });
          await expect
            .poll(() => waiting.length >= 2 || null, { timeout: 300 })
            .not.toBeNull()
            .catch(() => undefined);
          finishOne();
          finishOne();
          return (await next).status;
        })
        .toBe(200);
    } finally {
      await app.close();
    }
  });
});
