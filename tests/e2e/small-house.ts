/** A data folder with the small county of the scenario tests and its people's accounts, made without the server. */
import { isProblem } from '@yimi/kernel';
import { addAccounts, createCounty, hashPassword } from '../../apps/server/accounts/index.ts';
import { openCellar } from '../../apps/server/house.ts';
import { countyId, seededRandom, smallCounty, who } from '../world/world.ts';

export const password = 'only-for-this-test';

/** @param databaseUrl PostgreSQL elsewhere; null: the folder's own */
export async function furnish(data: string, databaseUrl: string | null = null): Promise<void> {
  const cellar = await openCellar({ data, databaseUrl }, () => undefined);
  if (isProblem(cellar)) throw new Error(cellar.code);
  try {
    const clock = { now: cellar.now, random: seededRandom(7) };
    const made = await createCounty(cellar.owner, clock, { name: '测试县', code: '459901', countyId });
    if (isProblem(made)) throw new Error(made.code);
    await smallCounty(1, cellar.store);
    const hash = await hashPassword(password, cellar.secrets.pepper, seededRandom(8)(16));
    if (isProblem(hash)) throw new Error(hash.code);
    const accounts = [
      { userId: who.wei, login: 'wei', phone: null, name: '韦小妹' },
      { userId: who.lan, login: 'lan', phone: null, name: '蓝秀英' },
      { userId: who.shi, login: 'shi', phone: null, name: '石建国' },
    ];
    await addAccounts(cellar, countyId, accounts, hash);
  } finally {
    await cellar.close();
  }
}
