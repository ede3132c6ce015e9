/** Invented people of the corpus, with ids whose check digits are right. The division code 459901 is nobody's. */
import { withCheckDigit } from '@yimi/people';

export function idOf(birth: string, sequence: string): string {
  return withCheckDigit(`459901${birth}${sequence}`);
}

/** The same person with a last digit that cannot be. */
export function wrongId(birth: string, sequence: string): string {
  const right = idOf(birth, sequence);
  return right.slice(0, 17) + (right.endsWith('5') ? '6' : '5');
}

export const people = {
  guilan: ['王桂兰', idOf('19530701', '042'), '女'],
  fuming: ['韦福明', idOf('19481112', '131'), '男'],
  xiumei: ['杨秀梅', idOf('19600229', '224'), '女'],
  dahai: ['覃大海', idOf('19721005', '317'), '男'],
  xiaolan: ['蓝小兰', idOf('20160315', '468'), '女'],
  zhiqiang: ['莫志强', idOf('19550920', '553'), '男'],
  shunying: ['欧阳顺英', idOf('19390808', '627'), '女'],
  laoliu: ['刘老六', idOf('19511224', '735'), '男'],
} as const;
