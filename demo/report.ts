/** One monthly report of the first station is signed, with its two boxes written; one visit of that month comes too late for it. */
import type { Day, Month } from '@yimi/kernel';
import { addDays, monthOf, startOfDay } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { CountyPlan } from './plan.ts';
import type { Stamp } from './stamp.ts';

export interface Signing {
  readonly headId: string;
  readonly stationId: string;
  readonly month: Month;
  readonly lastDay: Day;
  readonly at: number;
  readonly problems: string;
  readonly plans: string;
}

/** The month before yesterday's, for the demo ends on the eve of its first start. */
export function signing({ stations, staff }: CountyPlan, today: Day, at: number): Signing | null {
  const [station] = stations;
  const head = staff.find((one) => one.station === station && one.role === 'station-head' && one.lastDay === null);
  if (station === undefined || head === undefined) return null;
  const lastDay = addDays(`${monthOf(addDays(today, -1))}-01`, -1);
  return {
    ...{ headId: head.userId, stationId: station.id, at },
    ...{ month: monthOf(lastDay), lastDay },
    problems:
      '1. 远的两个村来回要三个多小时，车子和县里其他单位合用，常要等。\n2. 有几户电话停机，上门又没人，正托村委会打听。\n3. 两位屯志愿者外出务工，他们负责的老人暂时由村级社工代看。',
    plans:
      '1. 把过了应访日的高风险对象先走一遍，能顺路的排进同一趟下乡。\n2. 给三十天没人去的村各排一次，带上临时救助申请表。\n3. 再找两位愿意帮忙的屯志愿者，月底前交接好。',
  };
}

/** Written down on the last day of that month, on a phone that reached the network only after the signature. */
export function lateVisit(
  { staff, population, stations }: CountyPlan,
  { lastDay, stationId }: Signing,
  stamp: Stamp,
): { readonly actorId: string; readonly envelope: Envelope } | null {
  const village = stations.find((one) => one.id === stationId)?.villages[0];
  const author = staff.find((one) => one.village === village && one.role === 'village-worker' && one.lastDay === null);
  const client = population.ofVillage.get(village?.id ?? '')?.find((one) => one.since < 0 && one.risk === 'ordinary');
  if (village === undefined || author === undefined || client === undefined) return null;
  const at = startOfDay(lastDay) + 15.4 * 3_600_000;
  const { id: visitId } = stamp.command('services.record-visit', null, at, []);
  const envelope = stamp.visit({
    ...{ visitId, client, author, at, day: 0, mode: 'home', result: 'home', needs: [], photo: null, repeated: false },
    text: '老人在家编竹筐，说腿不疼了，米油都有。',
  });
  return { actorId: author.userId, envelope };
}
