/** The invented county's pairs: one overdue, one in time, one that has ended. */
import { derivedId } from '@yimi/kernel';
import type { Companions, PairRow } from '../api-companions.ts';
import type { County } from './invented-county.ts';
import { today } from './invented-county.ts';

export function companionsAt(county: County): Companions {
  const people = [...county.clients.values()];
  const of = (at: number, helperName: string, more: Partial<PairRow>): PairRow => ({
    ...{ id: derivedId('invented', `pair ${at}`), clientId: people[at]?.id ?? '', name: people[at]?.name ?? '' },
    ...{ helperId: derivedId('invented', helperName), helperName, helperPhone: '15400000002', sinceOn: '2025-03-01' },
    ...{ hamlet: people[at]?.hamlet ?? '', roomName: county.rooms[0]?.name ?? '', everyDays: 7, kinds: ['comfort'] },
    ...{ state: 'living', endReason: null, endedOn: null, lastOn: null, dueOn: '2025-06-20', late: false, times: 0 },
    ...{ contacts: [], ...more },
  });
  const contact = (day: string, byVisit: boolean) => ({
    ...{
      id: derivedId('invented', `contact ${day}`),
      day,
      byVisit,
      kinds: byVisit ? [] : (['comfort'] as const).slice(),
    },
  });
  return {
    today,
    rows: [
      of(0, '覃大姐', { dueOn: '2025-06-05', late: true, lastOn: '2025-05-29', times: 11, kinds: ['care', 'comfort'] }),
      of(1, '韦小妹', {
        ...{ lastOn: '2025-06-13', times: 2, everyDays: 14, dueOn: '2025-06-27' },
        contacts: [contact('2025-06-13', true), contact('2025-05-30', false)],
      }),
      of(2, '潘阿姨', { state: 'ended', endReason: 'helper-left', dueOn: null, lastOn: '2025-04-02', times: 4 }),
    ],
  };
}
