/** Chinese: the model that the other languages are typed after. What the first page says lies in `first.ts`. */
import { activities, activityCommands, activityProblems } from './activities.ts';
import { batch } from './batch.ts';
import { book } from './book.ts';
import { certificates, paperActs } from './certificates.ts';
import { checkIn } from './check-in.ts';
import { companions } from './companions.ts';
import { dataProtection } from './data-protection.ts';
import { first } from './first.ts';
import { formCommands, formProblems, forms } from './forms.ts';
import { imports } from './imports.ts';
import { mealCommands, mealProblems, meals } from './meals.ts';
import { needProblems, needs, ranked } from './needs.ts';
import { accountOf, network, odd } from './network.ts';
import { offers } from './offers.ts';
import { audit, settings, tray, workload } from './office.ts';
import { client, duplicates, people, print, register } from './people.ts';
import { places } from './places.ts';
import { pointCommands, pointProblems, points } from './points.ts';
import { commandNames } from './problems.ts';
import { protection, protectionCommands, protectionProblems } from './protection.ts';
import { publicPage } from './public-page.ts';
import { registers, reports } from './registers.ts';
import { review } from './review.ts';
import { status } from './status.ts';
import { trips, village } from './trips.ts';
import { volunteerCommands, volunteerProblems } from './volunteers.ts';
import { volunteers } from './who-helps.ts';

export const zhCN = {
  ...first,
  book,
  imports,
  audit,
  settings,
  status,
  dataProtection,
  workload,
  tray,
  client,
  duplicates,
  people,
  print,
  register,
  places,
  accountOf,
  commandNames: {
    ...commandNames,
    ...activityCommands,
    ...paperActs,
    ...volunteerCommands,
    ...formCommands,
    ...mealCommands,
    ...pointCommands,
    ...protectionCommands,
  },
  needs,
  meals,
  protection,
  offers,
  batch,
  volunteers,
  companions,
  publicPage,
  ranked,
  forms,
  activities,
  certificates,
  checkIn,
  points,
  network,
  odd,
  problems: {
    ...first.problems,
    ...needProblems,
    ...activityProblems,
    ...volunteerProblems,
    ...formProblems,
    ...mealProblems,
    ...pointProblems,
    ...protectionProblems,
  },
  registers,
  reports,
  review,
  trips,
  village,
};
