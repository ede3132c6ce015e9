/**
 * The modules that a phone takes in after its first list stands (ADR 30): they come with the screens that speak of them, so
 * that a first visit stays light (UX.md 11). A module that phones carry and that nobody needs to see whom to visit has its line here.
 */
import { activitiesModule } from '@yimi/activities';
import { mealsModule } from '@yimi/meals';
import { needsModule } from '@yimi/needs';
import { protectionModule } from '@yimi/protection';
import { volunteersModule } from '@yimi/volunteers';

export const laterModules = {
  needs: needsModule,
  meals: mealsModule,
  protection: protectionModule,
  volunteers: volunteersModule,
  activities: activitiesModule,
};
