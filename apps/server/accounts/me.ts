/** What the app is told about the person signed in: who they are, what posts they hold, how to deposit. */
import { sql } from 'kysely';
import * as z from 'zod';
import type { AccountParts, Actor, Me } from './parts.ts';
import { accountOf } from './people.ts';
import { firstOf } from './rows.ts';
import { depositToken } from './secrets.ts';

const Named = z.object({ name: z.string() });

export async function meOf(actor: Actor, parts: AccountParts): Promise<Me> {
  return parts.database.outsideCounties(async (trx) => {
    const account = await accountOf(trx, actor.userId);
    if (account === null) throw new Error('a session without an account');
    const place = await firstOf(
      trx,
      Named,
      actor.cityCode === null
        ? sql`select name from public.counties where id = ${actor.countyId}`
        : sql`select name from login.cities where code = ${actor.cityCode}`,
    );
    return {
      userId: actor.userId,
      countyId: actor.countyId,
      countyName: place?.name ?? '',
      cityCode: actor.cityCode,
      name: account.name,
      login: account.login,
      posts: actor.posts,
      roles: actor.roles,
      depositKey: parts.keys.depositPublicJwk,
      depositToken: actor.deviceId === null ? null : depositToken(parts.keys.pepper, actor.deviceId, actor.userId),
      serverTime: parts.now(),
    };
  });
}
