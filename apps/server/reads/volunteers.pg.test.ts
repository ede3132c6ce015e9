/** Volunteers and the library at the console: each reader their own places, and phone numbers only for who does the asking. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReadingCounty } from './reading-county.ts';
import { farRoom, named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
const url = '/api/volunteers';

const added = (id: string, more: object) => ({
  ...{
    profileId: named(id),
    withAccount: false,
    phone: '13800000021',
    sex: 'male',
    skills: ['文艺'],
    languages: ['壮'],
  },
  ...{
    free: 3,
    mostMinutes: 40,
    places: 2,
    insuredUntil: '2026-03-09',
    trainedOn: null,
    consentOn: '2026-03-01',
    ...more,
  },
});
const library = {
  ...{
    what: '十次课',
    kinds: ['文体健康'],
    skills: ['文艺'],
    languages: [],
    times: 4,
    roomIds: [],
    limits: '',
    open: true,
  },
  stationId: place.station,
};

beforeAll(async () => {
  county = await openReadingCounty();
  const { world } = county;
  await world.system('volunteers.add', added('v1', { roomId: place.room, name: '罗师傅' }));
  await world.system('volunteers.add', added('v2', { roomId: place.far, name: '蒙阿妹', consentOn: null }));
  await world.system('volunteers.add', added('v3', { roomId: farRoom, name: '龙大伯' }));
  const partner = { ...library, name: '陆家鼓坊', contactName: '陆老板', contactPhone: '13800000031' };
  await world.system('volunteers.save-partner', { ...partner, partnerId: named('p') });
  await world.system('volunteers.save-project', {
    ...{ ...library, name: '腰鼓班', projectId: named('j'), partnerId: named('p') },
  });
});
afterAll(() => county.close());

it('shows a station all of its volunteers, with phone number, and who may be asked', async () => {
  for (const user of [who.lan, who.shi]) {
    const { status, body } = await county.get(user, url);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      profiles: [
        { name: '罗师傅', phone: '13800000021', askable: true, insured: false, roomName: '木桥村' },
        { name: '蒙阿妹', phone: '13800000021', askable: false, roomName: '枫香村' },
      ],
      projects: [{ name: '腰鼓班', partnerId: named('p') }],
      partners: [{ name: '陆家鼓坊', contactName: '陆老板', contactPhone: '13800000031' }],
    });
    expect(JSON.stringify(body)).not.toContain('龙大伯');
  }
});

it('shows a village worker the village’s own volunteers, and nobody’s phone number', async () => {
  const { body } = await county.get(who.qin, url);
  expect(body).toMatchObject({ profiles: [{ name: '罗师傅', phone: null }], partners: [{ contactPhone: null }] });
  const told = JSON.stringify(body);
  for (const hidden of ['1380000', '蒙阿妹', '龙大伯', '陆老板']) expect(told).not.toContain(hidden);
});

it('shows the other station its own, and volunteers and the county nothing', async () => {
  expect((await county.get(others.long, url)).body).toMatchObject({
    profiles: [{ name: '龙大伯' }],
    projects: [],
    partners: [],
  });
  for (const nobody of [who.wei, who.wu, others.shiyuan, others.ping]) {
    expect((await county.get(nobody, url)).status).toBe(403);
  }
});
