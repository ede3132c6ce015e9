/** Pages that residents open without an account. */
export { publicRoutes } from './routes.ts';
