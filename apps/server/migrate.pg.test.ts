/** An older program leaves a database alone that a newer one has brought forward: going back is a restore (docs/deploy.md). */
import { rm } from 'node:fs/promises';
import pg from 'pg';
import { expect, it } from 'vitest';
import type { Cellar } from './house.ts';
import { openCellar } from './house.ts';
import { problemText } from './problem-text.ts';
import { trialFolder } from './trial-house.ts';

it('opens no database of a newer version, says what to do, and lets go of the folder', async () => {
  const data = await trialFolder();
  const open = () => openCellar({ data, databaseUrl: null }, () => undefined);
  const opened = async (): Promise<Cellar> => {
    const cellar = await open();
    if (!('database' in cellar)) throw new Error(cellar.code);
    return cellar;
  };
  const asOwner = async (cellar: Cellar, text: string) => {
    const client = new pg.Client(cellar.ownerConnection);
    await client.connect();
    await client.query(text);
    await client.end();
    await cellar.close();
  };
  try {
    await asOwner(await opened(), `insert into public.migrations values ('9999-of-tomorrow.sql', 'x', now())`);
    const refused = await open();
    expect(refused).toMatchObject({ code: 'admin.database-newer', details: { step: '9999-of-tomorrow.sql' } });
    if ('code' in refused) expect(problemText(refused)).toContain('restore the backup made before the update');
    // As the update would have found it: the folder is free, and nothing was changed in it.
    const again = await open();
    expect(again).toEqual(refused);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}, 120_000);
