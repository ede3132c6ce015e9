/** One household of the invented county told in full, and pairs of files that may be one person. */
import { derivedId } from '@yimi/kernel';
import type { Client, County, Proposal } from './invented-county.ts';

const agreed = { givenBy: 'person' as const, day: '2024-03-01', withdrawnDay: null };
const named = (label: string): string => derivedId('invented', label);

/** The same card number at another station, as its head is told. */
export function noticed(county: County, people: readonly Client[]): void {
  const [, , , , , , , , , , , one] = people;
  const other = county.stations[1];
  if (one === undefined || other === undefined) return;
  const where = { roomName: county.rooms.find((room) => room.id === one.roomId)?.name ?? '', noticedOn: '2025-06-10' };
  const there = { otherStationId: other.id, otherStationName: other.name };
  county.notices.push({ id: named('notice'), clientId: one.id, name: one.name, ...where, ...there });
}

/** The first person's house, and a daughter far away. */
export function family(county: County, people: readonly Client[]): void {
  const [first, , husband, grandson, neighbour] = people;
  if (first === undefined || husband === undefined || grandson === undefined || neighbour === undefined) return;
  const householdId = named('household');
  Object.assign(husband, { name: '石世昌', pinyin: 'shi shi chang', sex: 'male', birthDay: '1938-11-02' });
  Object.assign(grandson, {
    ...{ name: '石家旺', pinyin: 'shi jia wang', sex: 'male', birthDay: '2014-05-20' },
    ...{ groups: ['留守儿童'], guardian: '韦小妹', risk: 'key' },
  });
  for (const one of [first, husband, grandson]) Object.assign(one, { householdId, hamlet: '新寨' });
  first.ethnicity = '侗族';
  first.photo = `02${'0'.repeat(62)}`;
  first.consents = [...first.consents.filter((one) => one.purpose !== 'photo'), { ...agreed, purpose: 'photo' }];
  first.memberships = [
    { group: '独居老人', source: '入户走访', fromDay: '2023-02-11', toDay: '2024-08-01' },
    { group: '空巢老人', source: '入户走访', fromDay: '2024-08-02', toDay: null },
    { group: '低保对象', source: '民政系统', fromDay: '2022-04-01', toDay: null },
  ];
  first.groups = ['空巢老人', '低保对象'];
  county.households.set(householdId, {
    address: '鼓楼后第三家',
    hamlet: '新寨',
    headId: husband.id,
    phone: '0772-8615520',
  });
  const tie = (kind: string, otherId: string | null, otherName: string, otherPhone: string | null): void => {
    const tieId = named(`tie ${kind}`);
    county.ties.push({ tieId, clientId: first.id, kind, otherId, otherName, otherPhone });
  };
  tie('child', null, '石春花', '13977211806');
  tie('neighbour', neighbour.id, neighbour.name, neighbour.phone);
}

export function doubtful(county: County, people: readonly Client[]): void {
  const [a, b] = people;
  const pairs: [Client | undefined, Client | undefined, Proposal['reason'], string[], number][] = [
    [a, b, 'same-name-and-birth', ['same-name', 'same-birth'], 96],
  ];
  const [c, d, e, f] = people.slice(6);
  if (c !== undefined && d !== undefined) {
    Object.assign(c, { name: '杨通顺', pinyin: 'yang tong shun', birthDay: '1952-07-19' });
    Object.assign(d, { name: '楊通順', pinyin: 'yang tong shun', birthDay: '1952-09-17', phone: c.phone });
    pairs.push([c, d, 'alike', ['same-sound', 'birth-digits', 'same-phone'], 88]);
  }
  if (e !== undefined && f !== undefined) {
    Object.assign(e, { name: '韦金凤', pinyin: 'wei jin feng', birthDay: '1949-03-02', hamlet: '老屋' });
    Object.assign(f, { name: '伟金凤', pinyin: 'wei jin feng', birthDay: '1949-04-05', hamlet: '老屋' });
    pairs.push([e, f, 'alike', ['same-sound', 'birth-lunar'], 74]);
  }
  for (const [one, other, reason, reasons, score] of pairs)
    if (one !== undefined && other !== undefined)
      county.proposals.push({
        id: named(`proposal ${score}`),
        clientId: one.id,
        otherId: other.id,
        reason,
        reasons,
        score,
      });
}
