/** What is counted of meal rounds (law N1): meals that reached their person (人次), each from its own row. */
import { defineFigure } from '@yimi/kernel';
import { meals } from './tables.ts';

export const mealCount = defineFigure({
  name: 'meals.delivered',
  kind: 'records',
  source: meals,
  where: [{ column: 'state', in: ['delivered'], otherwise: 'not-delivered' }],
  day: 'day',
  room: 'roomId',
  station: 'stationId',
});
