/** volunteers: who could help with which need, and the best assignment of a week's needs under limits and fairness. */
export type { Ask, HalfDays, Helper, MinutesBetween, Sex, Skill, Urgency } from './matching/asks-and-helpers.ts';
export { halfDays, skills, urgencies } from './matching/asks-and-helpers.ts';
export type { Candidate, Choice, Limit, Reason } from './matching/candidates.ts';
export { choicesFor, limits } from './matching/candidates.ts';
export { greedyAssignment } from './matching/greedy.ts';
export type { LinearProgram } from './matching/linear-program.ts';
export { linearProgram } from './matching/linear-program.ts';
export type { Pair, TaskNetwork } from './matching/task-network.ts';
export { firstShareWorth, loadCost, taskNetwork, worthOf } from './matching/task-network.ts';
