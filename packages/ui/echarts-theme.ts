/**
 * ECharts 6 draws on canvas and cannot read CSS variables, so the theme is built from the computed tokens of the page:
 * `echarts.registerTheme("yimi", echartsTheme(getComputedStyle(document.documentElement)))`, then `init(el, "yimi")`.
 * Several series of one kind must not be told apart by colour alone: use line against bar, dashes, labels at the line, or
 * `aria: { decal: { show: true } }`. Persimmon is not in the palette; it stays for "your turn". Keep a table behind a chart.
 */
export type TokenSource = { getPropertyValue(name: string): string };

export function echartsTheme(tokens: TokenSource) {
  const token = (name: string): string => tokens.getPropertyValue(`--y-${name}`).trim();
  const font = token('font');
  const axis = {
    axisLine: { lineStyle: { color: token('line-strong') } },
    axisTick: { lineStyle: { color: token('line-strong') } },
    axisLabel: { color: token('ink-2'), fontSize: 13 },
    splitLine: { lineStyle: { color: token('line') } },
    nameTextStyle: { color: token('ink-2') },
  };
  return {
    color: ['indigo', 'scale-2', 'leaf-mid', 'grain-mid', 'scale-3', 'ink-3'].map(token),
    backgroundColor: 'transparent',
    textStyle: { fontFamily: font, color: token('ink'), fontSize: 13 },
    aria: { enabled: true },
    title: { textStyle: { color: token('ink'), fontWeight: 600, fontSize: 17 } },
    legend: { textStyle: { color: token('ink-2'), fontSize: 13 }, icon: 'roundRect', itemWidth: 18, itemHeight: 10 },
    tooltip: {
      backgroundColor: token('sheet'),
      borderColor: token('line'),
      textStyle: { color: token('ink'), fontSize: 14 },
      axisPointer: { lineStyle: { color: token('ink-3') }, crossStyle: { color: token('ink-3') } },
    },
    line: { lineStyle: { width: 2.5 }, symbol: 'circle', symbolSize: 7 },
    bar: { itemStyle: { borderRadius: [2, 2, 0, 0] }, barMaxWidth: 28 },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false }, axisTick: { show: false } },
    timeAxis: axis,
  };
}
