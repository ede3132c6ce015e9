/** What a person agreed to, and took back, on both stores: each purpose is honoured wherever something follows from it. */
import { dayHistogram } from '@yimi/kernel';
import { clients } from '@yimi/people';
import { cards, care, evidence, visits } from '@yimi/services';
import type { ServerStore } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import type { World } from '../world/world.ts';
import { smallCounty as countyOn, named, newClient, newVisit, who } from '../world/world.ts';

const client = named('client');
const day = 86_400_000;

async function act(world: World, name: string, input: unknown): Promise<string | undefined> {
  const [outcome] = await world.send(who.lan, world.envelope(name, input));
  return outcome?.status === 'accepted' ? 'accepted' : outcome?.problem?.code;
}

export function consentKept(makeStore: () => Promise<ServerStore>): void {
  async function agreed() {
    const world = await countyOn(1, await makeStore());
    for (const purpose of ['location', 'sharing']) {
      await act(world, 'people.give-consent', { clientId: client, purpose, givenBy: 'person' });
    }
    await act(world, 'people.correct-client', {
      clientId: client,
      changes: { assigneeId: { from: null, to: who.wei } },
    });
    const phone = await world.phone(who.lan);
    await phone.sync();
    return { world, phone };
  }
  const withdraw = (world: World, purpose: string) =>
    act(world, 'people.withdraw-consent', { clientId: client, purpose });
  const photo = (label: string, place: object | null = null) => ({
    ...{ id: named(label), kind: 'photo', sha256: 'a'.repeat(64), mime: 'image/jpeg', bytes: 9, takenAt: 1 },
    place,
  });

  describe('consent to service, taken back', () => {
    it('ends being due and being counted as served, and takes the card from the volunteer', async () => {
      const { world, phone } = await agreed();
      const volunteer = await world.phone(who.wei);
      await volunteer.sync();
      expect(volunteer.rows(cards).map((card) => card.id)).toEqual([client]);
      expect(phone.row(care, client)).toMatchObject({ active: true });
      expect(await withdraw(world, 'service')).toBe('accepted');
      await phone.sync();
      await volunteer.sync();
      expect(phone.row(care, client)).toMatchObject({ active: false });
      expect(volunteer.rows(cards)).toEqual([]);
      const due = phone.rows(dayHistogram).filter((row) => row.figure === 'services.due' && row.n > 0);
      expect(due).toEqual([]);
    });

    it('lets a visit be recorded all the same, flagged and counted; not one of the day itself', async () => {
      const { world, phone } = await agreed();
      await withdraw(world, 'service');
      expect(await act(world, 'services.record-visit', newVisit(named('that day'), world))).toBe('accepted');
      world.now += day;
      expect(await act(world, 'services.record-visit', newVisit(named('next day'), world))).toBe('accepted');
      await phone.sync();
      expect(phone.row(visits, named('that day'))).toMatchObject({ withoutConsent: false, state: 'counted' });
      expect(phone.row(visits, named('next day'))).toMatchObject({ withoutConsent: true, state: 'counted' });
    });

    it('given again, brings the person back to where their care stood', async () => {
      const { world, phone } = await agreed();
      await act(world, 'services.record-visit', newVisit(named('before'), world));
      await phone.sync();
      const before = phone.row(care, client);
      await withdraw(world, 'service');
      world.now += 3 * day;
      await act(world, 'people.give-consent', { clientId: client, purpose: 'service', givenBy: 'person' });
      await act(world, 'services.record-visit', newVisit(named('after'), world, { result: 'nobody' }));
      await phone.sync();
      expect(phone.row(care, client)).toMatchObject({ active: true, dueOn: before?.dueOn });
      expect(phone.row(visits, named('after'))).toMatchObject({ withoutConsent: false });
      const volunteer = await world.phone(who.wei);
      await volunteer.sync();
      expect(volunteer.rows(cards).map((card) => card.id)).toEqual([client]);
    });
  });

  describe('consent to photos and places, taken back', () => {
    const place = { lat: 25.123456, lon: 109.654321, accuracy: 20 };

    it('withholds pictures, takes the own one away and refuses new ones', async () => {
      const { world, phone } = await agreed();
      await act(world, 'services.record-visit', newVisit(named('seen'), world, { files: [photo('picture')] }));
      await act(world, 'people.set-photo', { clientId: client, photo: 'b'.repeat(64) });
      expect(await withdraw(world, 'photo')).toBe('accepted');
      await phone.sync();
      expect(phone.row(evidence, named('picture'))).toMatchObject({ withheld: true });
      expect(phone.row(clients, client)).toMatchObject({ photo: null });
      const again = newVisit(named('again'), world, { files: [photo('new')] });
      expect(await act(world, 'services.record-visit', again)).toBe('services.no-photo-consent');
      const set = { clientId: client, photo: 'b'.repeat(64) };
      expect(await act(world, 'people.set-photo', set)).toBe('people.no-photo-consent');
    });

    it('strikes out kept places and keeps none beside new pictures', async () => {
      const { world, phone } = await agreed();
      await act(world, 'services.record-visit', newVisit(named('seen'), world, { files: [photo('first', place)] }));
      await phone.sync();
      expect(phone.row(evidence, named('first'))?.place).toBe('25.12,109.65,1000');
      expect(await withdraw(world, 'location')).toBe('accepted');
      await act(world, 'services.record-visit', newVisit(named('later'), world, { files: [photo('second', place)] }));
      await phone.sync();
      expect(phone.row(evidence, named('first'))).toMatchObject({ place: null, withheld: false });
      expect(phone.row(evidence, named('second'))).toMatchObject({ place: null });
    });
  });

  it('a child under fourteen is served, photographed and located only on the word of the guardian', async () => {
    const world = await countyOn(1, await makeStore());
    const child = named('child');
    const born = { birthDay: '2016-05-01', groups: ['留守儿童'], consents: ['service'], guardian: '外婆' };
    await world.system('people.register-client', newClient(child, born));
    const give = (givenBy: string) => act(world, 'people.give-consent', { clientId: child, purpose: 'photo', givenBy });
    expect(await give('person')).toBe('people.guardian-needed');
    expect(await act(world, 'people.set-photo', { clientId: child, photo: 'c'.repeat(64) })).toBe(
      'people.no-photo-consent',
    );
    expect(await give('guardian')).toBe('accepted');
    expect(await act(world, 'people.set-photo', { clientId: child, photo: 'c'.repeat(64) })).toBe('accepted');
  });
}
