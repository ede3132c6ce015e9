/** The invented county's book of who helps: one in each standing, one partner, two projects. */
import { derivedId } from '@yimi/kernel';
import type { ProfileRow, Volunteers } from '../api-volunteers.ts';
import type { County } from './invented-county.ts';
import { today } from './invented-county.ts';

export function volunteersAt(county: County): Volunteers {
  const station = county.stations[0];
  const rooms = county.rooms.filter((room) => room.stationId === station?.id);
  const of = (at: number, name: string, more: Partial<ProfileRow>): ProfileRow => ({
    ...{ id: derivedId('invented', name), number: `450226104-000${at + 1}`, withAccount: false, name },
    ...{ phone: '15400000002', stationId: station?.id ?? '', stationName: station?.name ?? '' },
    ...{ roomId: rooms[at]?.id ?? '', roomName: rooms[at]?.name ?? '', sex: 'female', skills: ['送餐'] },
    ...{ languages: ['普通话', '侗'], free: 0b01010101010101, mostMinutes: 30, places: 3, insuredUntil: '2026-01-01' },
    ...{ trainedOn: '2025-03-01', consentOn: '2025-03-01', state: 'active', pausedUntil: null, askable: true },
    ...{ insured: true, ...more },
  });
  const partner = derivedId('invented', 'partner');
  const offered = {
    ...{ stationId: station?.id ?? '', open: true, times: 0, languages: [], roomIds: [] },
    ...{ limits: '每村一年两期，每期不超过十次；要村里有场地和灯。', what: '派老师来教，乐器可以借。' },
  };
  return {
    today,
    profiles: [
      of(0, '覃大姐', { skills: ['送餐', '维修'] }),
      of(1, '莫老师', { skills: ['教学'], sex: 'male', insured: false, insuredUntil: null }),
      of(2, '韦小妹', { withAccount: true, skills: [], consentOn: null, askable: false, free: 0 }),
      of(3, '石大哥', { sex: 'male', state: 'paused', pausedUntil: '2025-07-01', askable: false }),
      of(4, '潘阿姨', { state: 'ended', consentOn: null, phone: null, askable: false }),
    ],
    partners: [
      {
        ...{ id: partner, name: '县文化馆', kinds: ['文体健康', '社区参与'], skills: ['文艺'], ...offered },
        ...{ contactName: '石老师', contactPhone: '15400000001' },
      },
    ],
    projects: [
      {
        ...{ id: derivedId('invented', 'drums'), name: '腰鼓、大歌进村', kinds: ['文体健康'], skills: ['文艺'] },
        ...{ ...offered, partnerId: partner },
      },
      {
        ...{ id: derivedId('invented', 'lamps'), name: '修灯、修水管', kinds: ['生活照料'], skills: ['维修'] },
        ...{ ...offered, what: '上门修小毛病。', limits: '不爬高。', open: false, partnerId: null },
      },
    ],
  };
}
