/** Who asks, for the back-off against guessed passwords: as the proxy on this machine says, and nobody else. */
import { expect, it } from 'vitest';
import { buildApp } from './app.ts';

async function addressSeen(behindProxy: boolean, remoteAddress: string): Promise<string> {
  const app = buildApp({ log: () => undefined, behindProxy });
  app.get('/who', async (request) => ({ ip: request.ip }));
  const headers = { 'x-forwarded-for': '203.0.113.9' };
  return (await app.inject({ method: 'GET', url: '/who', headers, remoteAddress })).json().ip;
}

it('believes a proxy on this machine, and nobody who claims an address from elsewhere or without a proxy', async () => {
  expect(await addressSeen(true, '127.0.0.1')).toBe('203.0.113.9');
  expect(await addressSeen(true, '198.51.100.4')).toBe('198.51.100.4');
  expect(await addressSeen(false, '127.0.0.1')).toBe('127.0.0.1');
});
