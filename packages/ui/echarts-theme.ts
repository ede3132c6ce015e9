/**
 * ECharts 6 draws on canvas and cannot read CSS variables, so the theme is built from the computed tokens of the page:
 * `echarts.registerTheme("yimi", echartsTheme(getComputedStyle(document.documentElement)))`, then `init(el, "yimi")`.
 * Add `aria: { enabled: true, decal: { show: true } }` to each chart (the theme sets it) so that no series is told by colour
 * alone, and keep a table behind it.
 */
export type TokenSource = { getPropertyValue(name: string): string };

export function echartsTheme(tokens: TokenSource) {
  const token = (name: string): string => tokens.getPropertyValue(`--y-${name}`).trim();
  const font = token("font");
  const axis = {
    axisLine: { lineStyle: { color: token("line-strong") } },
    axisTick: { lineStyle: { color: token("line-strong") } },
    axisLabel: { color: token("ink-2"), fontSize: 13 },
    splitLine: { lineStyle: { color: token("line") } },
    nameTextStyle: { color: token("ink-2") },
  };
  return {
    color: ["indigo", "persimmon", "leaf-mid", "grain-mid", "indigo-mid", "ink-3"].map(token),
    backgroundColor: "transparent",
    textStyle: { fontFamily: font, color: token("ink"), fontSize: 13 },
    aria: { enabled: true, decal: { show: true } },
    title: { textStyle: { color: token("ink"), fontWeight: 600, fontSize: 17 } },
    legend: { textStyle: { color: token("ink-2"), fontSize: 13 }, icon: "roundRect", itemWidth: 18, itemHeight: 10 },
    tooltip: {
      backgroundColor: token("sheet"),
      borderColor: token("line"),
      textStyle: { color: token("ink"), fontSize: 14 },
      axisPointer: { lineStyle: { color: token("ink-3") }, crossStyle: { color: token("ink-3") } },
    },
    line: { lineStyle: { width: 2.5 }, symbol: "circle", symbolSize: 7 },
    bar: { itemStyle: { borderRadius: [2, 2, 0, 0] }, barMaxWidth: 28 },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false }, axisTick: { show: false } },
    timeAxis: axis,
  };
}
