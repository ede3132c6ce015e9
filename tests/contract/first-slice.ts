/**
 * The first slice: one command, one figure, two phones, one server. The same suite runs on plain maps and on PostgreSQL
 * (law C2); each law a test shows is named in its title.
 */
import { isProblem, rollups } from '@yimi/kernel';
import { cards, care, ownVisits, visits } from '@yimi/services';
import type { ServerStore } from '@yimi/sync';
import { MemoryPersistence } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import { smallCounty as countyOn, erase, named, newVisit, who } from '../world/world.ts';

export function firstSlice(makeStore: () => Promise<ServerStore>): void {
  const smallCounty = async () => countyOn(1, await makeStore());

  describe('a visit recorded offline by a hamlet volunteer', () => {
    it('is on her phone at once, survives closing the app, and is counted once when the network returns (C1, C3, C6, S1, N2)', async () => {
      const world = await smallCounty();
      const disk = new MemoryPersistence();
      const phone = await world.phone(who.wei, disk);
      await phone.sync();
      expect(phone.rows(cards).map((card) => card.name)).toEqual(['杨桂花']);
      expect(phone.rows(visits)).toEqual([]);

      const visitId = phone.newId();
      const entry = await phone.record('services.record-visit', newVisit(visitId, world));
      expect(isProblem(entry)).toBe(false);
      expect(phone.row(ownVisits, visitId)?.clientName).toBe('杨桂花');

      const reopened = await world.phone(who.wei, disk);
      expect(reopened.row(ownVisits, visitId)?.findings).toBe('腿脚不便，药快吃完了');
      expect(reopened.entries.map((one) => one.state)).toEqual(['pending']);

      expect(await reopened.sync()).toEqual({ pushed: 1, refused: 0, again: 0, diverged: [] });
      await reopened.sync();
      expect(reopened.entries).toEqual([]);
      expect(world.faults).toEqual([]);

      const station = await world.phone(who.lan);
      await station.sync();
      expect(station.row(visits, visitId)?.findings).toBe('腿脚不便，药快吃完了');
      expect(
        station
          .rows(rollups)
          .filter((row) => row.figure === 'services.visits')
          .map((row) => row.n),
      ).toEqual([1]);
      expect(station.row(care, named('client'))?.dueOn).toBe('2026-04-09');
      expect(reopened.rows(cards).map((card) => card.dueOn)).toEqual(['2026-04-09']);
    });

    it('shows a village worker the visit without the findings of another (A1, S2)', async () => {
      const world = await smallCounty();
      const volunteer = await world.phone(who.wei);
      await volunteer.sync();
      const visitId = volunteer.newId();
      await volunteer.record('services.record-visit', newVisit(visitId, world));
      await volunteer.sync();
      const village = await world.phone(who.qin);
      await village.sync();
      const row = village.row(visits, visitId);
      expect(row?.result).toBe('home');
      expect(row !== null && 'findings' in row).toBe(false);
      expect(JSON.stringify(village.confirmedRows(erase(visits)))).not.toContain('腿脚');
    });

    it('goes back to her with a question and returns answered', async () => {
      const world = await smallCounty();
      const volunteer = await world.phone(who.wei);
      await volunteer.sync();
      const visitId = volunteer.newId();
      await volunteer.record('services.record-visit', newVisit(visitId, world));
      await volunteer.sync();
      const station = await world.phone(who.lan);
      await station.sync();
      await station.record('services.question-visit', { visitId, question: '药还剩几天？' });
      await station.sync();
      await volunteer.sync();
      expect(volunteer.row(ownVisits, visitId)).toMatchObject({ review: 'questioned', question: '药还剩几天？' });
      await volunteer.record('services.answer-question', { visitId, answer: '还有三天' });
      await volunteer.sync();
      await station.sync();
      expect(station.row(visits, visitId)).toMatchObject({ review: 'answered', answer: '还有三天' });
    });
  });
}
