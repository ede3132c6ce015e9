/** ECharts with one kind of chart: everything else stays out of the bundle. */
import { echartsTheme } from '@yimi/ui/echarts-theme.ts';
import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, registerTheme, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export function tokens(box: HTMLElement): CSSStyleDeclaration {
  return getComputedStyle(box);
}

export function startChart(box: HTMLElement): ReturnType<typeof init> {
  registerTheme('yimi', { ...echartsTheme(tokens(box)), aria: { enabled: false } });
  return init(box, 'yimi');
}
