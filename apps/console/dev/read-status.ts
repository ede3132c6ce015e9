/** The invented county's answer about how its house runs: a silent phone, one that owes pictures, a backup made tonight. */
import { derivedId } from '@yimi/kernel';
import type { HouseStatus } from '../api-status.ts';
import { now } from './invented-county.ts';

const id = (label: string): string => derivedId('invented', label);
const day = 86_400_000;
const gigabyte = 1024 ** 3;

const phone = (name: string, device: string, station: string, days: number | null, files: number) => ({
  deviceId: id(`device ${name}`),
  userId: id(`user ${name}`),
  ...{ name, device, station, files },
  heardAt: days === null ? null : Math.round(now - days * day),
  silent: days === null || days > 4,
  diverged: false,
});

export const houseStatus: HouseStatus = {
  phones: {
    total: 86,
    silent: 3,
    owing: 2,
    rows: [
      phone('梁小凤', 'vivo Y35', '斗江镇社工站', null, 0),
      phone('潘家旺', 'Redmi Note 9', '独峒镇社工站', 19, 4),
      phone('韦秀兰', 'OPPO A58', '同乐苗族乡社工站', 6, 0),
      phone('杨秀英', '华为畅享 20', '林溪镇社工站', 0.2, 7),
    ],
  },
  open: { refused: 2, waiting: 0, deposits: 1, unsealed: 3 },
  jobs: { roundAt: now - 2000, failing: [] },
  disk: { freeBytes: 212 * gigabyte, totalBytes: 480 * gigabyte },
  backup: { at: now - 7 * 3_600_000, good: true },
  verify: { at: now - 6 * 3_600_000, good: true },
  restored: null,
};
