/**
 * A ledger of people comes in at the desk, and is taken back: a parent command and rows whose ids derive from it (laws C1, C3,
 * S10), as the server's job sends them, chunk by chunk, a chunk anew after a restart, while the phones go on.
 */
import { dayOf, derivedId } from '@yimi/kernel';
import { imports } from '@yimi/network';
import { clients } from '@yimi/people';
import { visits } from '@yimi/services';
import type { Dice } from '../dice.ts';
import type { Act, Office } from './office.ts';
import { command, liveRooms, posted } from './office.ts';
import { registration } from './people.ts';

const rowsOfLedger = 6;
const chunk = 3;
const personOf = (importId: string, row: number): string => derivedId(importId, `person ${row}`);

/** One row's command, under the id that it always has. @returns whether it stands */
async function sendRow(
  { server, log }: Office,
  dice: Dice,
  userId: string,
  row: { importId: string; label: string; name: string; input: unknown },
): Promise<boolean> {
  const envelope = { ...server.envelope(row.name, row.input, dice), id: derivedId(row.importId, row.label) };
  const first = await server.insist(userId, envelope);
  log.command(row.name);
  if (!dice.chance(0.4)) return first.status === 'accepted';
  // The job was restarted and sends its chunk again: the same id, the same outcome (C3).
  const again = await server.insist(userId, envelope);
  if (again.status !== first.status)
    log.fail('broken', 'C3 a row sent again has its first outcome', `${row.label} ${first.status} ${again.status}`);
  return first.status === 'accepted';
}

export const importLedger: Act = async (office, dice) => {
  const { time } = office.server;
  const head = dice.pick((await posted(office)).filter((one) => one.role === 'station-head'));
  const room = dice.pick((await liveRooms(office)).filter((one) => one.stationId === head?.stationId));
  if (head === undefined || room === undefined) return;
  const importId = derivedId('simulation', `ledger ${time.now}`);
  const day = dayOf(time.now);
  office.log.fault('ledger imported');
  await command(office, dice, head.userId, 'network.open-import', {
    ...{ importId, target: 'people', stationId: head.stationId, fileSha256: '0'.repeat(64), fileName: '花名册.xlsx' },
    ...{ choices: {}, learnedFor: null, learned: [] },
  });
  let made = 0;
  for (let row = 0; row < rowsOfLedger; row++) {
    const input = registration(dice, { clientId: personOf(importId, row), roomId: room.id, day, assigneeId: null });
    const told = { importId, label: `row ${row}`, name: 'people.register-client', input };
    made += (await sendRow(office, dice, head.userId, told)) ? 1 : 0;
    if (row % chunk === chunk - 1) await time.sleep(dice.between(1, 30) * 1_000);
  }
  const there = new Set((await office.picture()).rows(clients).map((client) => client.id));
  const found = Array.from({ length: rowsOfLedger }, (_, row) => personOf(importId, row)).filter((id) => there.has(id));
  if (found.length !== made) office.log.fail('lost', 'S1 every row that was taken is there', `${found.length}/${made}`);
  const counts = { made, filled: 0, there: 0, refused: rowsOfLedger - made, leftOut: 0 };
  await command(office, dice, null, 'network.close-import', { importId, state: 'done', counts, undoCounts: null });
};

/** People on whom nobody has built since are erased again; whoever was visited stays. */
export const takeLedgerBack: Act = async (office, dice) => {
  const before = await office.picture();
  const run = dice.pick(before.rows(imports).filter((one) => one.state === 'done'));
  const heads = (await posted(office)).filter((one) => one.role === 'station-head');
  const head = heads.find((one) => one.stationId === run?.stationId);
  if (run === undefined || head === undefined) return;
  office.log.fault('ledger taken back');
  await command(office, dice, head.userId, 'network.undo-import', { importId: run.id });
  const visited = new Set(before.rows(visits).map((visit) => visit.clientId));
  let gone = 0;
  for (let row = 0; row < rowsOfLedger; row++) {
    const clientId = personOf(run.id, row);
    const client = before.rows(clients).find((one) => one.id === clientId);
    if (client?.state !== 'active' || visited.has(clientId)) continue;
    const told = { importId: run.id, label: `undo ${row}`, name: 'people.erase-client', input: { clientId } };
    gone += (await sendRow(office, dice, head.userId, told)) ? 1 : 0;
  }
  const undoCounts = { withdrawn: gone, kept: rowsOfLedger - gone };
  await command(office, dice, null, 'network.close-import', {
    importId: run.id,
    state: 'undone',
    counts: null,
    undoCounts,
  });
};
