/** Pages that residents open without an account. */
export { forgetCounts } from './limits.ts';
export { ratingLinkRoute } from './rating-link.ts';
export { publicRoutes } from './routes.ts';
