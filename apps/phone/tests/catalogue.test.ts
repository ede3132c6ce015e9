/** A phone carries what somebody on a phone may give, all that it needs to predict it, and no more (laws C2, C6). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { activitiesFigures, activitiesFollowers } from '@yimi/activities';
import { formsModule } from '@yimi/forms';
import type { Role } from '@yimi/kernel';
import { Catalogue } from '@yimi/kernel';
import { mealsFigures } from '@yimi/meals';
import { needsFigures } from '@yimi/needs';
import { pointsModule } from '@yimi/points';
import { volunteersFigures, volunteersFollowers } from '@yimi/volunteers';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { laterModules } from '../../later-modules.ts';
import { phoneModules } from '../../phone-catalogue.ts';

/** A phone that has been open for a while: what it carried from the first, and what followed (ADR 30). */
const phoneCatalogue = new Catalogue([...Object.values(phoneModules), ...Object.values(laterModules)]);

/** A role on a phone may give these too, and does so at a desk: no screen of the phone speaks of them. */
const atDesks = [
  ...['network.open-import', 'network.undo-import', 'services.import-visits'],
  ...['network.record-model-part', 'network.end-model-part'],
  ...[
    'needs.triage',
    'needs.set-wish',
    'needs.correct',
    'needs.leave-unmet',
    'needs.reopen',
    'needs.withdraw',
    'needs.publish',
  ],
  ...['needs.merge', 'needs.part'],
  ...['activities.plan', 'activities.change', 'activities.open', 'activities.call-off', 'activities.hold'],
  ...['activities.close', 'activities.reopen', 'activities.sign-up', 'activities.leave', 'activities.tick'],
  ...['activities.count-heads', 'activities.rate', 'activities.note-hours', 'activities.add-hours'],
  ...['activities.confirm-hours', 'activities.strike-hours', 'activities.import-hours'],
  ...['activities.add-photo', 'activities.remove-photo'],
  ...['activities.judge-check-ins', 'activities.take-code'],
  ...['activities.issue-certificate', 'activities.withdraw-certificate'],
  ...['volunteers.add', 'volunteers.correct', 'volunteers.pause', 'volunteers.resume', 'volunteers.end'],
  ...[
    'forms.save-draft',
    'forms.publish',
    'forms.close',
    'forms.reopen',
    'forms.answer',
    'forms.strike-answer',
    'forms.show-on-web',
  ],
  ...['volunteers.save-partner', 'volunteers.save-project', 'volunteers.offer', 'volunteers.withdraw-offer'],
  ...['volunteers.pair-up', 'volunteers.change-pair', 'volunteers.part', 'volunteers.note-contact'],
  'volunteers.withdraw-contact',
  'network.write-public-page',
  'points.decline',
  ...['points.save-merchant', 'points.reserve-voucher', 'points.redeem-voucher', 'points.call-off-voucher'],
  ...['meals.set-round', 'meals.hand-over'],
  ...['protection.close', 'protection.name-reader'],
  ...['services.save-view', 'services.share-view', 'services.remove-view'],
];

/** Tables of the office that no phone is sent, and no command of a phone touches. */
const officeTables = [
  'activities.activities',
  'activities.certificates',
  'activities.check_ins',
  'activities.codes',
  'activities.entries',
  'activities.hours',
  'activities.photos',
  'forms.answers',
  'forms.forms',
  'forms.revisions',
  'meals.diners',
  'meals.meals',
  'meals.rounds',
  'needs.needs',
  'needs.rules',
  'network.public_pages',
  'network.retention_rules',
  'network.retention_runs',
  'people.departures',
  'points.choices',
  'points.entries',
  'points.merchants',
  'points.rules',
  'points.vouchers',
  'protection.readers',
  'protection.reports',
  'protection.steps',
  'volunteers.contacts',
  'volunteers.number_books',
  'volunteers.offers',
  'volunteers.pairs',
  'volunteers.partners',
  'volunteers.profiles',
  'volunteers.projects',
];

const onPhones: readonly Role[] = ['hamlet-volunteer', 'village-worker', 'station-worker', 'station-head'];

describe('the catalogue of a phone', () => {
  it('holds every command that a role on a phone may give but those of a desk, and no other', () => {
    const given = [...catalogue.commands.values()].filter(
      (one) => !one.system && onPhones.some((role) => one.permission[role] !== undefined),
    );
    const names = given.map((one) => one.name);
    expect(names).toEqual(expect.arrayContaining(atDesks));
    const carried = names.filter((name) => !atDesks.includes(name));
    expect(carried.length).toBeGreaterThan(40);
    expect([...phoneCatalogue.commands.keys()].sort()).toEqual(carried.sort());
  });

  it('is asked by no screen for a command of a desk', () => {
    const phone = join(import.meta.dirname, '..');
    const texts = readdirSync(phone, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|vue)$/.test(file) && !/^(dist|node_modules|tests|dev|locales)\//.test(file))
      .map((file) => readFileSync(join(phone, file), 'utf8'));
    const speaking = (name: string): number => texts.filter((text) => text.includes(`'${name}'`)).length;
    expect(speaking('services.record-visit')).toBeGreaterThan(0);
    for (const name of atDesks) expect(speaking(name), name).toBe(0);
  });

  it('has the very definitions of the server', () => {
    for (const [name, command] of phoneCatalogue.commands) expect(catalogue.commands.get(name), name).toBe(command);
  });

  /** Whole modules that live at desks: what follows in them and is counted of them touches no row of a phone. */
  const atDesksOnly = [formsModule, pointsModule];
  const ofDesks = new Set<unknown>([
    ...atDesksOnly.flatMap((one) => [...one.followers, ...one.figures]),
    // Counted of needs themselves, which no phone holds.
    ...needsFigures,
    ...mealsFigures,
    // Laid out on the server: a phone holds no offer, and what it carries of one is changed by its own command.
    ...volunteersFollowers,
    ...volunteersFigures,
    // The same of activities: lists of names lie at desks, and a phone is told of its own part.
    ...activitiesFollowers,
    ...activitiesFigures,
  ]);

  it('holds all tables but those that nobody is sent, all their followers and figures, so that predictions and what syncs are whole', () => {
    const absent = [...catalogue.tables.keys()].filter((table) => !phoneCatalogue.tables.has(table));
    expect(absent.sort()).toEqual(officeTables);
    for (const table of absent) {
      expect(catalogue.tables.get(table)?.seenBy, table).toEqual([]);
      const followers = catalogue.followersOf(table).filter((one) => !ofDesks.has(one));
      expect(phoneCatalogue.followersOf(table), table).toEqual(followers);
    }
    const held = [...catalogue.tables].filter(([table]) => !absent.includes(table));
    expect(new Map(phoneCatalogue.tables)).toEqual(new Map(held));
    expect([...phoneCatalogue.figures]).toEqual([...catalogue.figures].filter(([, one]) => !ofDesks.has(one)));
    for (const { tables } of atDesksOnly) for (const { name } of tables) expect(officeTables).toContain(name);
    for (const [table] of held) {
      const followers = catalogue.followersOf(table).filter((one) => !ofDesks.has(one));
      expect(phoneCatalogue.followersOf(table), table).toEqual(followers);
    }
  });

  it('takes in later only what no first list needs: no table of history, which would lie among the people, and nothing that others count', () => {
    const first = new Catalogue(Object.values(phoneModules));
    for (const { tables, figures } of Object.values(laterModules)) {
      expect(tables.filter(({ history }) => history)).toEqual([]);
      expect(figures).toEqual([]);
      for (const { name } of tables) expect(first.tables.has(name), name).toBe(false);
    }
  });

  it('is not asked for a later module by what the PIN opens', () => {
    const phone = join(import.meta.dirname, '..');
    const first = ['opened.ts', 'live.ts', 'session.ts', 'router.ts', 'start.ts', 'main.ts', 'people/TodayScreen.vue'];
    for (const file of [...first, 'device/open-user.ts']) {
      expect(readFileSync(join(phone, file), 'utf8'), file).not.toMatch(
        /later-modules|@yimi\/(needs|meals|protection)/,
      );
    }
  });
});
