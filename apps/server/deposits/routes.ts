/** The routes of deposits and of the tray. Depositing needs no session: the device's own token is enough (law S5). */
import { isProblem } from '@yimi/kernel';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { answer, asActor, parsed } from '../accounts/request.ts';
import { takes, takesBytes } from '../http/open-api.ts';
import { adopt, OfDeposit, SetAside, setAside } from './adopt.ts';
import { largestFile, takeFile } from './deposited-file.ts';
import type { DepositParts } from './parts.ts';
import { passedOnHeader } from './passed-on.ts';
import { Deposit, takeDeposit } from './take-deposit.ts';
import { readTray } from './tray.ts';

const octets = 'application/octet-stream';

export function depositRoutes(app: FastifyInstance, parts: DepositParts): void {
  app.post('/api/deposit', takes(Deposit), async (request, reply) => {
    const input = parsed(Deposit, request.body);
    return answer(
      reply,
      isProblem(input) ? input : await takeDeposit(parts, input.value, passedOnHeader in request.headers),
    );
  });
  // In a scope of its own: nowhere else are raw bytes read whole into memory.
  app.register(async (scope) => {
    if (!scope.hasContentTypeParser(octets)) {
      scope.addContentTypeParser(octets, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    }
    scope.post('/api/deposit/files', { bodyLimit: largestFile, ...takesBytes(octets) }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return answer(reply, await takeFile(parts, request.headers, body));
    });
  });
  app.get('/api/tray', takes(z.object({})), (request, reply) =>
    asActor(request, reply, parts, z.object({}), (actor) => readTray(parts, actor)),
  );
  app.post('/api/tray/deposits/:id/adopt', takes(OfDeposit), (request, reply) =>
    asActor(request, reply, parts, OfDeposit, (actor, input) => adopt(parts, actor, input)),
  );
  app.post('/api/tray/deposits/:id/set-aside', takes(SetAside), (request, reply) =>
    asActor(request, reply, parts, SetAside, (actor, input) => setAside(parts, actor, input)),
  );
}
