/**
 * What the administrator at the machine does (`npm run admin`) and the demo's seed. A county or a city is made by the
 * database's owner, for the program's own role cannot; accounts go the same way as those that a station head opens.
 */
import type { Problem, Role } from '@yimi/kernel';
import { dayOf, isProblem, problem, roles, uuidv7 } from '@yimi/kernel';
import { systemActor } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import type { Database } from '../database.ts';
import { noteCounted } from '../figures/index.ts';
import type { Enrolment } from './enrolments.ts';
import { makeEnrolment } from './enrolments.ts';
import { identifierOf, loginOf, phoneOf } from './login-names.ts';
import { resetWithin } from './manage.ts';
import type { NewAccount } from './open-account.ts';
import { openAccount } from './open-account.ts';
import type { AccountParts } from './parts.ts';
import { hashPassword, passwordProblem } from './passwords.ts';
import { accountNamed } from './people.ts';
import { evaluatorNeedsEnd, loginTaken, outOfReach } from './problems.ts';
import { firstOf, rowsOf, touched } from './rows.ts';

type Clock = Pick<AccountParts, 'now' | 'random'>;

const wrongCode = (field: string) => problem('invalid', 'admin.wrong-code', {}, field);

export interface NewCounty {
  readonly name: string;
  /** Six digits of the division code. */
  readonly code: string;
  readonly city?: { readonly code: string; readonly name: string };
  /** Given by the demo, whose ids are derived. */
  readonly countyId?: string;
}

/** @param owner connected as the database's owner. A county of this code that is there already is answered as it is. */
export async function createCounty(
  owner: Database,
  clock: Clock,
  county: NewCounty,
): Promise<{ countyId: string } | Problem> {
  if (!/^\d{6}$/.test(county.code)) return wrongCode('code');
  const city = county.city ?? { code: `${county.code.slice(0, 4)}00`, name: county.code.slice(0, 4) };
  if (!/^\d{6}$/.test(city.code)) return wrongCode('city');
  return owner.outsideCounties(async (trx) => {
    await sql`insert into login.cities (code, name) values (${city.code}, ${city.name})
      on conflict (code) do update set name = excluded.name where ${county.city !== undefined}::boolean`.execute(trx);
    const there = await firstOf(
      trx,
      z.object({ id: z.string() }),
      sql`select id from public.counties where code = ${county.code}`,
    );
    if (there !== null) return { countyId: there.id };
    const countyId = county.countyId ?? uuidv7(clock.now(), clock.random(10));
    await sql`insert into public.counties (id, name, code, city_code, created_at)
      values (${countyId}, ${county.name}, ${county.code}, ${city.code}, ${clock.now()})`.execute(trx);
    await sql`select set_config('yimi.county', ${countyId}, true)`.execute(trx);
    const epoch = uuidv7(clock.now(), clock.random(10)).slice(-12);
    await sql`insert into engine.epochs (county_id, name, begun_at)
      values (${countyId}, ${epoch}, ${clock.now()})`.execute(trx);
    await noteCounted(trx, catalogue.figures.values(), clock.now());
    return { countyId };
  });
}

const CountyRow = z.object({ id: z.string(), name: z.string(), code: z.string() });

export function listCounties(parts: Pick<AccountParts, 'database'>): Promise<z.infer<typeof CountyRow>[]> {
  return parts.database.outsideCounties((trx) =>
    rowsOf(trx, CountyRow, sql`select id, name, code from public.counties order by code`),
  );
}

/** With a password the person signs in at once; without, by the enrolment code. */
export async function createAccount(
  parts: AccountParts,
  input: NewAccount & { readonly countyId: string; readonly password?: string },
): Promise<(Enrolment & { userId: string }) | Problem> {
  const { countyId, password, ...account } = input;
  const login = loginOf(account.login);
  const weak =
    password === undefined || isProblem(login) ? null : passwordProblem(password, login, account.phone ?? null);
  if (weak !== null) return weak;
  const opened = await openAccount(parts, { countyId, userId: systemActor }, account);
  if (isProblem(opened) || password === undefined) return opened;
  const refused = await givePassword(parts, opened.userId, password);
  return refused ?? opened;
}

async function givePassword(parts: AccountParts, userId: string, password: string): Promise<Problem | null> {
  const hash = await hashPassword(password, parts.keys.pepper, parts.random(16), parts.passwordCost);
  if (isProblem(hash)) return hash;
  await parts.database.outsideCounties(async (trx) => {
    await sql`update login.accounts set password_hash = ${hash} where user_id = ${userId}`.execute(trx);
    await sql`update login.enrolments set cancelled_at = ${parts.now()}
      where user_id = ${userId} and used_at is null`.execute(trx);
  });
  return null;
}

export interface SeededAccount {
  readonly userId: string;
  readonly login: string;
  readonly phone: string | null;
  readonly name: string;
}

/**
 * Many accounts at once, whose posts are opened elsewhere (the demo's seed); those that are there stay as they are.
 * @param passwordHash of `hashPassword`, one for all: made anew for each it would take the start a minute
 */
export function addAccounts(
  parts: Pick<AccountParts, 'database' | 'now'>,
  countyId: string,
  accounts: readonly SeededAccount[],
  passwordHash: string,
): Promise<number> {
  const now = parts.now();
  return parts.database.inCounty(countyId, (trx) =>
    touched(
      trx,
      sql`insert into login.accounts (user_id, county_id, login, phone, name, password_hash, created_at, opened_at)
        select "userId", ${countyId}::uuid, lower(login), phone, name, ${passwordHash}, ${now}::bigint, ${now}::bigint
        from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) as x("userId" uuid, login text, phone text, name text)
        on conflict do nothing`,
    ),
  );
}

export interface NewCityAccount {
  /** Of a city, a province (450000) or the country (000000). */
  readonly cityCode: string;
  readonly areaName?: string;
  readonly login: string;
  readonly phone?: string | null;
  readonly name: string;
  readonly role: 'city-officer' | 'evaluator';
  readonly lastDay?: string | null;
  readonly passwordHash?: string;
  /** With it the person signs in at once; without, by the enrolment code. */
  readonly password?: string;
}

/** For the city guidance centre: figures of its counties, and no person (law A2). @param owner the database's owner */
export async function createCityAccount(
  owner: Database,
  parts: AccountParts,
  input: NewCityAccount,
): Promise<(Enrolment & { userId: string }) | Problem> {
  const login = loginOf(input.login);
  if (isProblem(login)) return login;
  const phone = input.phone === undefined || input.phone === null ? null : phoneOf(input.phone);
  if (isProblem(phone)) return phone;
  const lastDay = input.lastDay ?? null;
  if (input.role === 'evaluator' && lastDay === null) return evaluatorNeedsEnd();
  const { password } = input;
  const weak = password === undefined ? null : passwordProblem(password, login, phone);
  if (weak !== null) return weak;
  const now = parts.now();
  const userId = uuidv7(now, parts.random(10));
  const opened = await owner.outsideCounties(async (trx) => {
    // A province's first officer may come before anything in the house has its name.
    if (input.areaName !== undefined)
      await sql`insert into login.cities (code, name) values (${input.cityCode}, ${input.areaName})
        on conflict do nothing`.execute(trx);
    const added = await touched(
      trx,
      sql`insert into login.accounts (user_id, city_code, login, phone, name, password_hash, created_at, opened_at)
        values (${userId}, ${input.cityCode}, ${login}, ${phone}, ${input.name}, ${input.passwordHash ?? null}, ${now}, ${now})
        on conflict do nothing`,
    );
    if (added === 0) return loginTaken();
    await sql`insert into login.city_posts (id, user_id, role, from_day, to_day)
      values (${uuidv7(now, parts.random(10))}, ${userId}, ${input.role}, ${dayOf(now)}, ${lastDay})`.execute(trx);
    return { userId, ...(await makeEnrolment(trx, parts, { userId, countyId: null }, null)) };
  });
  if (isProblem(opened) || password === undefined) return opened;
  return (await givePassword(parts, userId, password)) ?? opened;
}

/** The old password is void, all sessions end; the code lets the person in anew. */
export async function resetPassword(parts: AccountParts, loginOrPhone: string): Promise<Enrolment | Problem> {
  return parts.database.outsideCounties(async (trx) => {
    const account = await accountNamed(trx, identifierOf(loginOrPhone));
    return account === null ? outOfReach() : resetWithin(trx, parts, account, null);
  });
}

const AccountLine = z.object({
  user_id: z.string(),
  login: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  disabled: z.boolean(),
  has_password: z.boolean(),
  last_seen_at: z.number().nullable(),
});

export interface AccountSummary {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly disabled: boolean;
  readonly hasPassword: boolean;
  readonly lastSeenAt: number | null;
}

export async function listAccounts(
  parts: Pick<AccountParts, 'database' | 'now'>,
  countyId: string,
): Promise<AccountSummary[]> {
  const day = dayOf(parts.now());
  const rows = await parts.database.inCounty(countyId, (trx) =>
    rowsOf(
      trx,
      AccountLine,
      sql`select a.user_id, a.login, a.name, a.disabled_at is not null as disabled, a.password_hash is not null as has_password,
          coalesce((select jsonb_agg(distinct p.role) from network.posts p where p.user_id = a.user_id
            and p.from_day <= ${day} and (p.to_day is null or p.to_day >= ${day})), '[]') as roles,
          (select max(s.last_seen_at) from login.sessions s where s.user_id = a.user_id) as last_seen_at
        from login.accounts a order by a.login`,
    ),
  );
  return rows.map((row) => ({
    userId: row.user_id,
    login: row.login,
    name: row.name,
    roles: row.roles,
    disabled: row.disabled,
    hasPassword: row.has_password,
    lastSeenAt: row.last_seen_at,
  }));
}
