/** English, complete: typed after zh-CN. */
import { activities, activityCommands, activityProblems } from './activities.ts';
import { app, menu, roleNames, words } from './app.ts';
import { batch } from './batch.ts';
import { board, figures, leftOut, records } from './board.ts';
import { book } from './book.ts';
import { certificates, paperActs } from './certificates.ts';
import { checkIn } from './check-in.ts';
import { companions } from './companions.ts';
import { dataProtection } from './data-protection.ts';
import { edgeProblems } from './edge-problems.ts';
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
import { commandNames, fields, problems as ownProblems } from './problems.ts';
import { protection, protectionCommands, protectionProblems } from './protection.ts';
import { publicPage } from './public-page.ts';
import { registers, reports } from './registers.ts';
import { review } from './review.ts';
import { secondFactor } from './second-factor.ts';
import { status } from './status.ts';
import { trips, village } from './trips.ts';
import { volunteerCommands, volunteerProblems } from './volunteers.ts';
import { volunteers } from './who-helps.ts';

export const en = {
  app,
  menu,
  roleNames,
  words,
  board,
  figures,
  leftOut,
  book,
  imports,
  records,
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
  fields,
  problems: {
    ...ownProblems,
    ...edgeProblems,
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
  secondFactor,
  trips,
  village,
};
