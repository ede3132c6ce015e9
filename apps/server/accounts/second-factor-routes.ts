/** The routes of the second step: at the door, with the token that the password brought; and of one's own factors inside. */
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { takes } from '../http/open-api.ts';
import { logAct } from './enrolments.ts';
import { OfPerson, resetSecondFactor } from './manage.ts';
import type { AccountParts, Actor } from './parts.ts';
import {
  AddPasskey,
  addPasskey,
  OfPasskey,
  PasskeySignIn,
  passkeyOptions,
  removePasskey,
  signInByPasskey,
  signInOptions,
} from './passkeys.ts';
import type { AccountRow } from './people.ts';
import { accountOf } from './people.ts';
import { accountDisabled, secondFactorRequired, signedOut, stepExpired } from './problems.ts';
import { answer, asActor, parsed } from './request.ts';
import {
  checkSecondFactor,
  confirmSecret,
  dropSecondFactor,
  factorStateOf,
  makeRecoveryCodes,
  newSecret,
} from './second-factor.ts';
import type { From, SignedIn } from './sign-in.ts';
import { checkOwnPassword, letInWith, personOf } from './sign-in.ts';
import type { Step } from './steps.ts';
import { StepToken, stepOfToken, useStep } from './steps.ts';

const small = { bodyLimit: 16 * 1024 };
const Nothing = z.object({});
const Code = z.string().min(1).max(40);
const WithToken = z.strictObject({ token: StepToken });
const WithTokenAndCode = z.strictObject({ token: StepToken, code: Code });
const WithCode = z.object({ code: Code });
const WithPassword = z.object({ password: z.string().min(1).max(400) });

export interface Door {
  readonly from: (request: FastifyRequest) => From;
  readonly letIn: (reply: FastifyReply, result: SignedIn | Problem, besides?: object) => FastifyReply;
}

export function secondFactorRoutes(app: FastifyInstance, parts: AccountParts, door: Door): void {
  stepRoutes(app, parts, door);
  ownRoutes(app, parts);
  passkeyRoutes(app, parts, door);
}

interface Standing {
  readonly account: AccountRow;
  readonly step: Step;
}

/** Whose sign-in this token goes on with. */
function standing(parts: AccountParts, token: string): Promise<Standing | Problem> {
  return parts.database.outsideCounties(async (trx) => {
    const step = await stepOfToken(trx, parts, token, 'second-factor');
    const account = step?.user_id == null ? null : await accountOf(trx, step.user_id);
    if (step === null || account === null) return stepExpired();
    return account.disabled_at !== null ? accountDisabled() : { account, step };
  });
}

async function finish(
  parts: AccountParts,
  token: string,
  { account, step }: Standing,
  from: From,
): Promise<SignedIn | Problem> {
  const used = await parts.database.outsideCounties((trx) => useStep(trx, parts, token));
  return used ?? letInWith(parts, account, step.device, from);
}

function stepRoutes(app: FastifyInstance, parts: AccountParts, { from, letIn }: Door): void {
  app.post('/api/session/second', { ...small, ...takes(WithTokenAndCode) }, async (request, reply) => {
    const input = parsed(WithTokenAndCode, request.body);
    if (isProblem(input)) return answer(reply, input);
    const { token, code } = input.value;
    const here = await standing(parts, token);
    if (isProblem(here)) return answer(reply, here);
    const wrong = await checkSecondFactor(parts, here.account, code);
    return wrong === null ? letIn(reply, await finish(parts, token, here, from(request))) : answer(reply, wrong);
  });
  app.post('/api/session/second/secret', { ...small, ...takes(WithToken) }, async (request, reply) => {
    const input = parsed(WithToken, request.body);
    if (isProblem(input)) return answer(reply, input);
    const here = await standing(parts, input.value.token);
    if (isProblem(here)) return answer(reply, here);
    return answer(reply, await parts.database.outsideCounties((trx) => newSecret(trx, parts, here.account)));
  });
  app.post('/api/session/second/confirm', { ...small, ...takes(WithTokenAndCode) }, async (request, reply) => {
    const input = parsed(WithTokenAndCode, request.body);
    if (isProblem(input)) return answer(reply, input);
    const { token, code } = input.value;
    const here = await standing(parts, token);
    if (isProblem(here)) return answer(reply, here);
    const made = await parts.database.outsideCounties((trx) => confirmSecret(trx, parts, here.account, code));
    if (isProblem(made)) return answer(reply, made);
    return letIn(reply, await finish(parts, token, here, from(request)), made);
  });
}

/** The account of who is signed in. */
function own<T extends object | null>(
  parts: AccountParts,
  actor: Actor,
  work: (trx: Trx, account: AccountRow) => Promise<T | Problem>,
): Promise<T | Problem> {
  return parts.database.outsideCounties(async (trx) => {
    const account = await accountOf(trx, actor.userId);
    return account === null ? signedOut() : work(trx, account);
  });
}

function ownRoutes(app: FastifyInstance, parts: AccountParts): void {
  app.get('/api/second-factor', takes(Nothing), (request, reply) =>
    asActor(request, reply, parts, Nothing, (actor) =>
      own(parts, actor, (trx, account) => factorStateOf(trx, parts, account)),
    ),
  );
  app.post('/api/second-factor/secret', { ...small, ...takes(WithPassword) }, (request, reply) =>
    asActor(request, reply, parts, WithPassword, async (actor, { password }) => {
      const wrong = await checkOwnPassword(parts, actor, password);
      return wrong ?? own(parts, actor, (trx, account) => newSecret(trx, parts, account));
    }),
  );
  app.post('/api/second-factor/confirm', { ...small, ...takes(WithCode) }, (request, reply) =>
    asActor(request, reply, parts, WithCode, (actor, { code }) =>
      own(parts, actor, (trx, account) => confirmSecret(trx, parts, account, code)),
    ),
  );
  app.post('/api/second-factor/codes', { ...small, ...takes(WithCode) }, (request, reply) =>
    asActor(request, reply, parts, WithCode, (actor, { code }) =>
      byCode(parts, actor, code, async (trx, account) => {
        await logAct(trx, parts, actor.userId, personOf(account), 'recovery-codes-made');
        return { recoveryCodes: await makeRecoveryCodes(trx, parts, account) };
      }),
    ),
  );
  app.post('/api/second-factor/drop', { ...small, ...takes(WithCode) }, (request, reply) =>
    asActor(request, reply, parts, WithCode, (actor, { code }) =>
      byCode(parts, actor, code, async (trx, account) => {
        if ((await factorStateOf(trx, parts, account)).required) return secondFactorRequired();
        const by = { actorId: actor.userId, reset: false, sessionId: actor.sessionId };
        await dropSecondFactor(trx, parts, account, by);
        return null;
      }),
    ),
  );
  app.post('/api/accounts/:userId/second-factor/reset', { ...small, ...takes(OfPerson) }, (request, reply) =>
    asActor(request, reply, parts, OfPerson, (actor, input) => resetSecondFactor(parts, actor, input)),
  );
}

/** What only the holder of the factor may do to it. */
async function byCode<T extends object | null>(
  parts: AccountParts,
  actor: Actor,
  code: string,
  work: (trx: Trx, account: AccountRow) => Promise<T | Problem>,
): Promise<T | Problem> {
  const account = await parts.database.outsideCounties((trx) => accountOf(trx, actor.userId));
  if (account === null) return signedOut();
  const wrong = await checkSecondFactor(parts, account, code);
  return wrong ?? own(parts, actor, work);
}

function passkeyRoutes(app: FastifyInstance, parts: AccountParts, { from, letIn }: Door): void {
  app.post('/api/passkeys/options', { ...small, ...takes(WithPassword) }, (request, reply) =>
    asActor(request, reply, parts, WithPassword, async (actor, { password }) => {
      const wrong = await checkOwnPassword(parts, actor, password);
      return wrong ?? passkeyOptions(parts, actor);
    }),
  );
  app.post('/api/passkeys', { ...small, ...takes(AddPasskey) }, (request, reply) =>
    asActor(request, reply, parts, AddPasskey, (actor, input) => addPasskey(parts, actor, input)),
  );
  app.delete('/api/passkeys/:id', takes(OfPasskey), (request, reply) =>
    asActor(request, reply, parts, OfPasskey, (actor, { id }) => removePasskey(parts, actor, id)),
  );
  app.post('/api/session/passkey/options', { ...small, ...takes(Nothing) }, async (request, reply) =>
    answer(reply, await signInOptions(parts, from(request))),
  );
  app.post('/api/session/passkey', { ...small, ...takes(PasskeySignIn) }, async (request, reply) => {
    const input = parsed(PasskeySignIn, request.body);
    if (isProblem(input)) return answer(reply, input);
    return letIn(reply, await signInByPasskey(parts, input.value, from(request)));
  });
}
