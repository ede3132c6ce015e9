/** The routes of accounts: a thin edge over sign-in.ts, manage.ts and open-account.ts. */
import { isProblem } from '@yimi/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { takes } from '../http/open-api.ts';
import { managePeople } from './authority.ts';
import { noSessionCookie, readSessionCookie, sessionCookie } from './cookie.ts';
import {
  endOneSession,
  ListSessions,
  listSessions,
  makeCode,
  OfPerson,
  OfSession,
  resetAccount,
  setDisabled,
} from './manage.ts';
import { meOf } from './me.ts';
import { AccountOfStaff, NewAccount, openAccount, openAccountOfStaff } from './open-account.ts';
import type { AccountParts, Actor } from './parts.ts';
import { outOfReach } from './problems.ts';
import { answer, asActor, parsed } from './request.ts';
import { secondFactorRoutes } from './second-factor-routes.ts';
import { endSession } from './sessions.ts';
import type { From, SignedIn } from './sign-in.ts';
import { ChangePassword, changePassword, Enrol, enrol, SignIn, signIn } from './sign-in.ts';

/** Signing in needs little; nobody makes the server parse more before it knows who asks. */
const small = { bodyLimit: 8 * 1024 };
const Nothing = z.object({});

export function accountRoutes(app: FastifyInstance, parts: AccountParts): void {
  signInRoutes(app, parts);
  secondFactorRoutes(app, parts, { from, letIn: (reply, result, besides) => letIn(reply, parts, result, besides) });
  sessionRoutes(app, parts);
  peopleRoutes(app, parts);
}

function signInRoutes(app: FastifyInstance, parts: AccountParts): void {
  app.post('/api/session', { ...small, ...takes(SignIn) }, async (request, reply) => {
    const input = parsed(SignIn, request.body);
    if (isProblem(input)) return answer(reply, input);
    return letIn(reply, parts, await signIn(parts, input.value, from(request)));
  });
  app.post('/api/enrol', { ...small, ...takes(Enrol) }, async (request, reply) => {
    const input = parsed(Enrol, request.body);
    if (isProblem(input)) return answer(reply, input);
    return letIn(reply, parts, await enrol(parts, input.value, from(request)));
  });
  app.get('/api/session', takes(Nothing), (request, reply) =>
    asActor(request, reply, parts, Nothing, async (actor) => ({ me: await meOf(actor, parts) })),
  );
  app.delete('/api/session', takes(Nothing), async (request, reply) => {
    // Signed out already is signed out: the cookie goes in any case.
    reply.header('set-cookie', noSessionCookie(parts.publicUrl));
    return asActor(request, reply, parts, Nothing, async (actor) => {
      await parts.database.outsideCounties((trx) => endSession(trx, actor.sessionId, parts.now()));
      return null;
    });
  });
  app.post('/api/password', { ...small, ...takes(ChangePassword) }, (request, reply) =>
    asActor(request, reply, parts, ChangePassword, (actor, input) => changePassword(parts, actor, input)),
  );
}

function from(request: FastifyRequest): From {
  return { address: request.ip, token: readSessionCookie(request.headers.cookie) };
}

function letIn(
  reply: FastifyReply,
  parts: AccountParts,
  result: SignedIn | Parameters<typeof answer>[1],
  besides: object = {},
): FastifyReply {
  if (result === null || !('token' in result)) return answer(reply, result);
  reply.header('set-cookie', sessionCookie(result.token, result.kind, parts.publicUrl));
  return answer(reply, { me: result.me, ...besides });
}

function sessionRoutes(app: FastifyInstance, parts: AccountParts): void {
  app.get('/api/sessions', takes(ListSessions), (request, reply) =>
    asActor(request, reply, parts, ListSessions, (actor, input) => listSessions(parts, actor, input)),
  );
  app.delete('/api/sessions/:id', takes(OfSession), (request, reply) =>
    asActor(request, reply, parts, OfSession, (actor, { id }) => endOneSession(parts, actor, id, 'ended')),
  );
  app.post('/api/sessions/:id/lost', { ...small, ...takes(OfSession) }, (request, reply) =>
    asActor(request, reply, parts, OfSession, (actor, { id }) => endOneSession(parts, actor, id, 'lost')),
  );
}

function peopleRoutes(app: FastifyInstance, parts: AccountParts): void {
  app.post('/api/enrolments', { ...small, ...takes(OfPerson) }, (request, reply) =>
    asActor(request, reply, parts, OfPerson, (actor, input) => makeCode(parts, actor, input)),
  );
  app.post('/api/accounts', { ...small, ...takes(NewAccount) }, (request, reply) =>
    asActor(request, reply, parts, NewAccount, async (actor, input) =>
      mayOpenAccounts(actor) ? openAccount(parts, actor, input) : outOfReach(),
    ),
  );
  app.post('/api/accounts/:userId/open', { ...small, ...takes(AccountOfStaff) }, (request, reply) =>
    asActor(request, reply, parts, AccountOfStaff, (actor, input) => openAccountOfStaff(parts, actor, input)),
  );
  app.post('/api/accounts/:userId/reset', { ...small, ...takes(OfPerson) }, (request, reply) =>
    asActor(request, reply, parts, OfPerson, (actor, input) => resetAccount(parts, actor, input)),
  );
  app.post('/api/accounts/:userId/disable', { ...small, ...takes(OfPerson) }, (request, reply) =>
    asActor(request, reply, parts, OfPerson, (actor, { userId }) => setDisabled(parts, actor, userId, true)),
  );
  app.post('/api/accounts/:userId/enable', { ...small, ...takes(OfPerson) }, (request, reply) =>
    asActor(request, reply, parts, OfPerson, (actor, { userId }) => setDisabled(parts, actor, userId, false)),
  );
}

/** Whom, the engine decides when the post is opened; who may nobody at all takes up no name. */
function mayOpenAccounts(actor: Actor): boolean {
  return actor.roles.some((role) => managePeople[role] !== undefined);
}
