/**
 * The words of the door, the frame and the board, and of what any request may be refused for: what a first visit fetches.
 * Every other screen's words come with the first of those screens.
 */
import { app, menu, roleNames, words } from './app.ts';
import { board, figures, leftOut, records } from './board.ts';
import { edgeProblems } from './edge-problems.ts';
import { fields, problems } from './problems.ts';
import { secondFactor } from './second-factor.ts';

export const first = {
  app,
  menu,
  roleNames,
  words,
  board,
  figures,
  leftOut,
  records,
  fields,
  secondFactor,
  problems: { ...problems, ...edgeProblems },
};
