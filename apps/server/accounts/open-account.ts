/**
 * A new account and its first post. The post is a command like any other change (law C1), so that the engine decides
 * who may open it; the account lies there closed until the command is accepted, and goes again if it is refused. A
 * server that died in between leaves a closed account, which the same person's next try takes up.
 */
import type { Problem } from '@yimi/kernel';
import { Day, dayOf, derivedId, Id, isProblem, problem, roles, uuidv7 } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import { sql } from 'kysely';
import * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import { mayManage } from './authority.ts';
import type { Enrolment } from './enrolments.ts';
import { logAct, makeEnrolment } from './enrolments.ts';
import { loginOf, phoneOf } from './login-names.ts';
import type { AccountParts, Actor } from './parts.ts';
import { accountOf, postsOf, today } from './people.ts';
import { cityNeedsCounty, evaluatorNeedsEnd, hasAccount, loginTaken, outOfReach, phoneTaken } from './problems.ts';
import { firstOf, touched } from './rows.ts';

export const NewAccount = z.strictObject({
  login: z.string().min(1).max(80),
  phone: z.string().max(30).nullish(),
  name: z.string().min(1).max(40),
  role: z.enum(roles),
  stationId: z.nullish(Id),
  roomId: z.nullish(Id),
  agencyId: z.nullish(Id),
  /** The first day of the post; today where not said. Until then the account opens nothing. */
  firstDay: z.nullish(Day),
  /** The last day of the post; an evaluator's must have one. */
  lastDay: z.nullish(Day),
});
export type NewAccount = z.infer<typeof NewAccount>;

/** Who opens it: a person, or the program itself (`systemActor`). */
export interface Opener {
  readonly countyId: string;
  readonly userId: string;
}

export async function openAccount(
  parts: AccountParts,
  opener: Opener,
  input: NewAccount,
): Promise<(Enrolment & { userId: string }) | Problem> {
  const login = loginOf(input.login);
  if (isProblem(login)) return login;
  const phone = input.phone === null || input.phone === undefined || input.phone === '' ? null : phoneOf(input.phone);
  if (isProblem(phone)) return phone;
  if (input.role === 'city-officer') return cityNeedsCounty();
  if (input.role === 'evaluator' && (input.lastDay ?? null) === null) return evaluatorNeedsEnd();
  const userId = await reserve(parts, opener, uuidv7(parts.now(), parts.random(10)), {
    login,
    phone,
    name: input.name,
  });
  if (isProblem(userId)) return userId;
  const refused = await openFirstPost(parts, opener, userId, { ...input, phone });
  if (refused !== null) {
    await parts.database.inCounty(opener.countyId, (trx) =>
      sql`delete from login.accounts where user_id = ${userId} and opened_at is null`.execute(trx),
    );
    return refused;
  }
  return letIn(parts, opener, userId);
}

function letIn(parts: AccountParts, opener: Opener, userId: string): Promise<Enrolment & { userId: string }> {
  return parts.database.inCounty(opener.countyId, async (trx) => {
    const person = { userId, countyId: opener.countyId };
    await sql`update login.accounts set opened_at = ${parts.now()} where user_id = ${userId}`.execute(trx);
    await logAct(trx, parts, opener.userId, person, 'account-opened');
    return { userId, ...(await makeEnrolment(trx, parts, person, opener.userId)) };
  });
}

export const AccountOfStaff = z.strictObject({
  userId: Id,
  login: NewAccount.shape.login,
  phone: NewAccount.shape.phone,
});

const Named = z.object({ name: z.string() });

/** For somebody whose post came by a roster (花名册) and who has no account yet: no post is opened. */
export async function openAccountOfStaff(
  parts: AccountParts,
  opener: Actor,
  input: z.infer<typeof AccountOfStaff>,
): Promise<(Enrolment & { userId: string }) | Problem> {
  const login = loginOf(input.login);
  if (isProblem(login)) return login;
  const phone = input.phone === null || input.phone === undefined || input.phone === '' ? null : phoneOf(input.phone);
  if (isProblem(phone)) return phone;
  const { countyId } = opener;
  if (countyId === null) return outOfReach();
  const found = await parts.database.inCounty(countyId, async (trx) => {
    const theirs = today(await postsOf(trx, [input.userId]), parts.now());
    // Who is not there and who is out of reach are answered alike (law A5).
    if (theirs.length === 0 || !mayManage(opener.posts, theirs)) return outOfReach();
    if ((await accountOf(trx, input.userId))?.opened_at != null) return hasAccount();
    const staff = sql`select name from network.staff where coalesce(user_id, id) = ${input.userId} order by active desc limit 1`;
    return (await firstOf(trx, Named, staff)) ?? outOfReach();
  });
  if (isProblem(found)) return found;
  const held = await reserve(parts, { ...opener, countyId }, input.userId, { login, phone, name: found.name });
  if (isProblem(held)) return held;
  // Another's closed account of the same names, left by a try that was cut off.
  return held === input.userId ? letIn(parts, { ...opener, countyId }, held) : loginTaken();
}

const Holder = z.object({
  user_id: z.string(),
  same_login: z.boolean(),
  unfinished: z.boolean(),
});

/** The closed account; its names are taken from now on, in every county. */
async function reserve(
  parts: AccountParts,
  opener: Opener,
  userId: string,
  account: { login: string; phone: string | null; name: string },
): Promise<string | Problem> {
  const { login, phone, name } = account;
  const now = parts.now();
  const inserted = await parts.database.inCounty(opener.countyId, (trx) =>
    touched(
      trx,
      sql`insert into login.accounts (user_id, county_id, login, phone, name, created_by, created_at)
        values (${userId}, ${opener.countyId}, ${login}, ${phone}, ${name}, ${opener.userId}, ${now})
        on conflict do nothing`,
    ),
  );
  if (inserted === 1) return userId;
  const holder = await parts.database.outsideCounties((trx) =>
    firstOf(
      trx,
      Holder,
      sql`select user_id, login = ${login} as same_login,
          opened_at is null and created_by = ${opener.userId} and county_id = ${opener.countyId}
            and login = ${login} and phone is not distinct from ${phone} and name = ${name} as unfinished
        from login.accounts where login = ${login} or phone = ${phone} order by same_login desc limit 1`,
    ),
  );
  if (holder === null) return loginTaken();
  if (holder.unfinished) return holder.user_id;
  return holder.same_login ? loginTaken() : phoneTaken();
}

async function openFirstPost(
  parts: AccountParts,
  opener: Opener,
  userId: string,
  input: NewAccount,
): Promise<Problem | null> {
  const postId = derivedId(userId, 'first post');
  const fromDay = input.firstDay ?? dayOf(parts.now());
  const batch = [
    envelope(parts, 'network.open-post', {
      postId,
      userId,
      name: input.name,
      phone: input.phone ?? null,
      role: input.role,
      stationId: input.stationId ?? null,
      roomId: input.roomId ?? null,
      agencyId: input.agencyId ?? null,
      fromDay,
      toDay: input.lastDay ?? null,
    }),
  ];
  const refused = (await parts.push(opener, batch)).map(refusalOf).find((one) => one !== null) ?? null;
  // Opened by an earlier try that was cut off.
  return refused?.code === 'network.already-there' ? null : refused;
}

function refusalOf(outcome: Outcome): Problem | null {
  if (outcome.status === 'accepted') return null;
  if (outcome.problem === undefined) return problem('unavailable', 'server.fault');
  if (outcome.problem.code === 'sync.out-of-reach') return outOfReach();
  const { field, ...rest } = outcome.problem;
  return field === undefined ? rest : { ...rest, field: field.replace(/^input\./, '') };
}

/** A command of the server on behalf of whoever asked over HTTP. */
export function envelope(parts: Pick<AccountParts, 'now' | 'random'>, name: string, input: unknown): Envelope {
  return {
    id: uuidv7(parts.now(), parts.random(10)),
    name,
    v: catalogue.commands.get(name)?.version ?? 1,
    occurredAt: parts.now(),
    input,
    dependsOn: [],
    mends: null,
    hints: [],
  };
}
