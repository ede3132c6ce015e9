/** English: field trips. */
import type { Messages } from '../words.ts';

export const trips: Messages['trips'] = {
  title: 'Trips',
};
