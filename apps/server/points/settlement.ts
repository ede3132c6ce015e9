/**
 * The settlement sheet (结算单) of a merchant and a month: each voucher that came in, by number and day, and no helper's name. Read from the
 * ledger, by the day on which the points moved to the merchant: a sheet once settled never changes, and a slip sent in late
 * stands in the next. Sums of all months are what the ledger holds for the merchant.
 */
import type { Month } from '@yimi/kernel';
import { dayOf, startOfDay } from '@yimi/kernel';
import type { Merchant } from '@yimi/points';
import * as z from 'zod';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import type { Provenance } from '../registers/paper.ts';
import { sayMoment, sayMonth } from '../registers/paper.ts';
import type { StyleName } from '../xlsx/styles.ts';
import type { Cell, Line, Workbook } from '../xlsx/workbook.ts';

const Spent = z.object({
  number: z.string(),
  what: z.string(),
  ended_on: z.string(),
  at: z.number(),
  sixtieths: z.number(),
});
export interface Settlement {
  readonly merchant: Merchant;
  readonly keeper: string;
  readonly month: Month;
  readonly rows: readonly z.infer<typeof Spent>[];
}

/** The first day of the next month. */
function dayAfter(month: Month): string {
  const [year = 0, n = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, n, 1)).toISOString().slice(0, 10);
}

export async function settlementOf(
  { trx }: ReadContext,
  merchant: Merchant,
  keeper: string,
  month: Month,
): Promise<Settlement> {
  const text = `select v.number, v.what, v.ended_on, max(e.recorded_at)::float8 as at, sum(e.sixtieths)::int as sixtieths
    from points.entries e join points.vouchers v on v.county_id = e.county_id and v.id = e.voucher_id
    where e.given_to = 'merchant' and v.merchant_id = $1::uuid and e.recorded_at >= $2 and e.recorded_at < $3
    group by v.number, v.what, v.ended_on order by at, v.number`;
  const values = [merchant.id, startOfDay(`${month}-01`), startOfDay(dayAfter(month))];
  return { merchant, keeper, month, rows: await rowsOf(trx, Spent, { text, values }) };
}

const widths = [24, 26, 18, 18, 12] as const;
const headings = ['券码', '兑换内容', '交付日期', '核销日期', '积分'] as const;
const styles: readonly StyleName[] = ['text', 'text', 'day', 'day', 'number'];
const note = (value: string): Line => ({ cells: [{ value, style: 'note' }], joined: [[1, headings.length]] });

export const titleOf = ({ merchant, month }: Pick<Settlement, 'merchant' | 'month'>): string =>
  `${merchant.name}积分结算单 ${sayMonth(month)}`;

export function settlementBook(settled: Settlement, { id, by, at, purpose }: Provenance): Workbook {
  const { merchant, keeper, rows } = settled;
  const points = rows.reduce((sum, one) => sum + one.sixtieths, 0) / 60;
  const cells = (values: readonly Cell['value'][]): Cell[] =>
    values.map((value, n) => ({ value, style: styles[n] ?? 'text' }));
  const lines: Line[] = [
    { cells: [{ value: titleOf(settled), style: 'title' }], joined: [[1, headings.length]], height: 30 },
    note(`商户：${merchant.name}（${keeper}） 兑换券 ${rows.length} 张，共 ${points} 分`),
    { cells: headings.map((value) => ({ value, style: 'head' })), head: true },
    ...rows.map((one) => ({
      cells: cells([one.number, one.what, one.ended_on, dayOf(one.at), one.sixtieths / 60]),
      row: true as const,
    })),
    {
      cells: [
        ...['合计', null, null, null].map((value) => ({ value, style: 'total' as const })),
        { value: points, style: 'totalNumber' },
      ],
    },
    note('按核销日期归月，补填的算在补填那个月；结过的月份不会再变。'),
    note(`用途：${purpose} 导出：${by} ${sayMoment(at)} 编号 ${id}`),
    note('商户签字：                    经办人签字：                    日期：'),
  ];
  const sheet = { name: '结算单', widths, lines, frozen: 3, filtered: false, landscape: false };
  return { sheets: [sheet], title: titleOf(settled), author: by, madeAt: at };
}
