/** The chart library, loaded when it is needed and only in the parts it needs. Colours come from the page's tokens. */
import type { PaceRow } from './pace.ts';

export interface Drawing {
  readonly show: (rows: readonly PaceRow[], names: readonly string[]) => void;
  readonly close: () => void;
}

export async function drawPace(box: HTMLElement): Promise<Drawing> {
  const { startChart, tokens } = await import('./pace-library.ts');
  const chart = startChart(box);
  const watcher = new ResizeObserver(() => chart.resize());
  watcher.observe(box);
  const token = (name: string): string => tokens(box).getPropertyValue(`--y-${name}`).trim();
  const now = (name: string, rows: readonly PaceRow[]) => ({
    name,
    type: 'line' as const,
    data: rows.map((row) => row.current),
    symbol: 'none',
    areaStyle: { opacity: 0.12 },
    lineStyle: { width: 3 },
    color: token('indigo'),
    z: 3,
  });
  const before = (name: string, rows: readonly PaceRow[]) => ({
    name,
    type: 'line' as const,
    data: rows.map((row) => row.before),
    symbol: 'none',
    lineStyle: { width: 2, type: [5, 4] },
    color: token('ink-3'),
  });
  return {
    show: (rows, names) =>
      chart.setOption({
        animationDuration: 300,
        grid: { left: 8, right: 14, top: 30, bottom: 2, containLabel: true },
        legend: { right: 0, top: 0, data: [...names] },
        // Drawn on the canvas: a tooltip made of HTML would carry inline styles.
        tooltip: { trigger: 'axis', renderMode: 'richText', confine: true },
        xAxis: {
          type: 'category',
          data: rows.map((row) => row.day),
          axisTick: { show: false },
          axisLabel: { interval: 4 },
        },
        yAxis: { type: 'value', splitNumber: 3 },
        series: names.map((name, index) => (index === 0 ? now(name, rows) : before(name, rows))),
      }),
    close: () => {
      watcher.disconnect();
      chart.dispose();
    },
  };
}
