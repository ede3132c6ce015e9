/** Calendar days as plain "YYYY-MM-DD": no clock and no time zone, so that a day is the county's day everywhere. */
export type CalendarDay = { date: string; week: number; weekday: number; month: number; year: number; value: number };

const dayMs = 86_400_000;

/** All days from `from` to `to` inclusive, in Monday-first weeks. Returns nothing when the dates are out of order. */
export function calendarDays(from: string, to: string, values: Readonly<Record<string, number>>): CalendarDay[] {
  const start = Date.parse(`${from}T00:00:00Z`);
  const end = Date.parse(`${to}T00:00:00Z`);
  const days: CalendarDay[] = [];
  const firstWeekday = (new Date(start).getUTCDay() + 6) % 7;
  for (let at = start, n = 0; at <= end; at += dayMs, n += 1) {
    const day = new Date(at);
    const date = day.toISOString().slice(0, 10);
    days.push({
      date,
      week: Math.floor((n + firstWeekday) / 7),
      weekday: (firstWeekday + n) % 7,
      month: day.getUTCMonth() + 1,
      year: day.getUTCFullYear(),
      value: values[date] ?? 0,
    });
  }
  return days;
}

/** 0 for nothing, then one level for each threshold reached: four thresholds give levels 0 to 4. */
export function heatLevel(value: number, thresholds: readonly number[]): number {
  return thresholds.filter((limit) => value >= limit).length;
}
