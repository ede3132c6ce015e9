/** The words of a calendar of visits by day, the same on the board and on a person's page. */
import type { ComputedRef } from 'vue';
import { computed } from 'vue';
import { t } from '../locales/index.ts';

interface HeatWords {
  readonly weekdays: ComputedRef<string[]>;
  readonly heatWords: ComputedRef<Record<'table' | 'date' | 'value' | 'less' | 'more', string>>;
}

export function useHeatWords(): HeatWords {
  const weekdays = computed(() => [
    t('words.weekdays.mon'),
    '',
    t('words.weekdays.wed'),
    '',
    t('words.weekdays.fri'),
    '',
    t('words.weekdays.sun'),
  ]);
  const heatWords = computed(() => ({
    table: t('board.heatTable'),
    date: t('board.heatDate'),
    value: t('board.heatValue'),
    less: t('board.less'),
    more: t('board.more'),
  }));
  return { weekdays, heatWords };
}
