/** The modules whole, for server, console and tests: as phones carry them, the office's commands of those that have any, and what lives at desks only. */
import { activitiesFigures, activitiesFollowers, activitiesOffice, activitiesOfficeTables } from '@yimi/activities';
import { formsModule } from '@yimi/forms';
import { Catalogue, withOffice } from '@yimi/kernel';
import { mealsFigures, mealsOffice, mealsOfficeTables } from '@yimi/meals';
import { needsFigures, needsOffice, needsOfficeTables } from '@yimi/needs';
import { networkOffice, networkOfficeTables } from '@yimi/network';
import { peopleOffice, peopleOfficeTables } from '@yimi/people';
import { pointsModule } from '@yimi/points';
import { protectionOffice, protectionOfficeTables } from '@yimi/protection';
import { servicesOffice } from '@yimi/services';
import { volunteersFigures, volunteersFollowers, volunteersOffice, volunteersOfficeTables } from '@yimi/volunteers';
import { laterModules } from './later-modules.ts';
import { phoneModules } from './phone-catalogue.ts';

export const modules = Object.values({
  ...phoneModules,
  network: withOffice(phoneModules.network, networkOffice, networkOfficeTables),
  people: withOffice(phoneModules.people, peopleOffice, peopleOfficeTables),
  services: withOffice(phoneModules.services, servicesOffice),
  needs: { ...withOffice(laterModules.needs, needsOffice, needsOfficeTables), figures: needsFigures },
  meals: { ...withOffice(laterModules.meals, mealsOffice, mealsOfficeTables), figures: mealsFigures },
  protection: withOffice(laterModules.protection, protectionOffice, protectionOfficeTables),
  activities: {
    ...withOffice(laterModules.activities, activitiesOffice, activitiesOfficeTables),
    followers: activitiesFollowers,
    figures: activitiesFigures,
  },
  points: pointsModule,
  volunteers: {
    ...withOffice(laterModules.volunteers, volunteersOffice, volunteersOfficeTables),
    followers: volunteersFollowers,
    figures: volunteersFigures,
  },
  forms: formsModule,
});
export const catalogue = new Catalogue(modules);
