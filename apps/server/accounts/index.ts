/** The face of accounts and deposits to the rest of the server. */
export { depositRoutes } from '../deposits/routes.ts';
export { actorOf, senderOf } from './actor.ts';
export {
  addAccounts,
  createAccount,
  createCityAccount,
  createCounty,
  listAccounts,
  listCounties,
  resetPassword,
} from './admin.ts';
export { clearForgotten } from './attempts.ts';
export type { AccountParts, Actor, Me } from './parts.ts';
export { hashPassword } from './passwords.ts';
export { accountRoutes } from './routes.ts';
