import vue from '@vitejs/plugin-vue';
import { createServer } from 'vite';
import { describe, expect, test } from 'vitest';
import { type Component, createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import type * as Ui from '../index.ts';
import { calendarDays, heatLevel } from '../src/calendar-weeks.ts';

// The tests of the house run without the Vue plugin, so this file brings its own small loader.
const server = await createServer({
  root: new URL('..', import.meta.url).pathname,
  configFile: false,
  logLevel: 'silent',
  appType: 'custom',
  plugins: [vue()],
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const ui = (await server.ssrLoadModule('/index.ts')) as typeof Ui;
await server.close();

const draw = (
  view: Component,
  props: Record<string, unknown>,
  slots: Record<string, () => unknown> = {},
): Promise<string> => renderToString(createSSRApp({ render: () => h(view, props, slots) }));
const steps = [
  { label: 'saved', icon: 'device' },
  { label: 'received', icon: 'double-check' },
  { label: 'counted', icon: 'tally' },
  { label: 'reviewed', icon: 'stamp' },
];
const receipt = { steps, label: 'life', reachedText: 'reached', pendingText: 'not yet' };

describe('what is shown is also said', () => {
  test('an icon is hidden from screen readers unless it has a label', async () => {
    expect(await draw(ui.AppIcon, { name: 'home' })).toContain('aria-hidden="true"');
    expect(await draw(ui.AppIcon, { name: 'home', label: 'Home' })).toContain('role="img" aria-label="Home"');
  });
  test('a full receipt says for each step whether it is reached, and marks the current one', async () => {
    const html = await draw(ui.ReceiptSteps, { ...receipt, current: 1 });
    expect(html.match(/>reached</g)).toHaveLength(2);
    expect(html.match(/>not yet</g)).toHaveLength(2);
    expect(html.match(/aria-current="step"/g)).toHaveLength(1);
  });
  test('a compact receipt writes the step in words, or the state where there is one', async () => {
    expect(await draw(ui.ReceiptSteps, { ...receipt, current: 2, variant: 'compact' })).toContain('>counted<');
    const asked = await draw(ui.ReceiptSteps, {
      ...receipt,
      current: 2,
      variant: 'compact',
      state: 'questioned',
      stateText: 'a question',
    });
    expect(asked).toContain('>a question<');
    expect(asked).not.toContain('>counted<');
  });
  test('a record that reached nothing yet says so', async () => {
    expect(await draw(ui.ReceiptSteps, { ...receipt, current: -1, variant: 'compact' })).toContain('>not yet<');
  });
  test('each risk level has a shape of its own', async () => {
    const shapes = await Promise.all(
      ['high', 'key', 'ordinary'].map((level) => draw(ui.RiskTag, { level, text: 'x' })),
    );
    expect(new Set(shapes.map((html) => html.match(/<svg.*<\/svg>/)?.[0])).size).toBe(3);
  });
  test('a village cell says its band in words besides its pattern', async () => {
    const bandText = { fresh: 'week', month: 'month', late: 'two months', overdue: 'long', never: 'never' };
    const cells = [{ id: 'a', label: 'Guichong', days: 61, detail: '61 days' }];
    expect(await draw(ui.CoverageStrip, { cells, label: 'villages', bandText })).toMatch(
      /<button[^>]*data-band="overdue".*Guichong.*61 days.*long/,
    );
  });
  test('ranked bars are a table with a caption, column heads and row heads', async () => {
    const html = await draw(ui.RankedBars, {
      rows: [{ id: 'a', label: 'meals', value: 3 }],
      caption: 'needs',
      heads: ['need', 'bar', 'homes'],
    });
    expect(html).toMatch(/<caption[^>]*>needs<\/caption>/);
    expect(html.match(/scope="col"/g)).toHaveLength(3);
    expect(html).toContain('scope="row"');
  });
  test('a problem is announced at once, a note politely', async () => {
    expect(await draw(ui.Notice, { tone: 'problem', title: 't', toneText: 'Problem' })).toContain('role="alert"');
    expect(await draw(ui.Notice, { tone: 'info', title: 't', toneText: 'Note' })).toContain('role="status"');
  });
  test('a PIN is neither written nor spoken', async () => {
    const html = await draw(ui.PinPad, {
      modelValue: '7412',
      length: 6,
      label: 'PIN',
      deleteText: 'delete',
      progressText: '4 of 6',
    });
    expect(html).not.toContain('7412');
    expect(html).toContain('4 of 6');
  });
});

describe('what can be opened is a link or a button', () => {
  test.each([
    ['FigureTile', ui.FigureTile, { label: 'visits', value: 148 }],
    ['PersonLine', ui.PersonLine, { name: '韦小妹', place: '上屯' }],
  ] as const)('%s is a button by itself and a link with an address', async (_, view, props) => {
    expect(await draw(view, { ...props })).toMatch(/^<button [^>]*type="button"/);
    expect(await draw(view, { ...props, href: '/x' })).toMatch(/^<a href="\/x"/);
  });
  test('one answer is a radio, several are checkboxes', async () => {
    const choices = [{ value: 'home', label: 'at home' }];
    expect(await draw(ui.ChoiceTiles, { modelValue: 'home', choices, legend: 'l', name: 'n' })).toMatch(
      /type="radio"[^>]*checked/,
    );
    expect(await draw(ui.ChoiceTiles, { modelValue: ['home'], choices, legend: 'l', name: 'n' })).toMatch(
      /type="checkbox"[^>]*checked/,
    );
  });
});

describe('progress on the metre stick', () => {
  const ticks = async (value: number, max: number): Promise<[number, number]> => {
    const html = await draw(ui.MetreBar, { value, max, label: 'l', text: 't' });
    return [html.match(/<rect/g)?.length ?? 0, html.match(/class="on"/g)?.length ?? 0];
  };
  test.each([
    [12, 40, 40, 12],
    [640, 1000, 50, 32],
    [41, 40, 40, 40],
    [0, 40, 40, 0],
    [3, 0, 50, 0],
  ])('%i of %i is %i ticks, %i of them filled', async (value, max, all, on) => {
    expect(await ticks(value, max)).toEqual([all, on]);
  });
});

describe('bands and calendar', () => {
  test.each([
    [0, 'fresh'],
    [7, 'fresh'],
    [8, 'month'],
    [30, 'month'],
    [31, 'late'],
    [60, 'late'],
    [61, 'overdue'],
    [null, 'never'],
  ])('%s days since the last visit is %s', (days, band) => {
    expect(ui.coverageBand(days)).toBe(band);
  });
  test('weeks begin on Monday: Sunday 1 June 2025 closes its week and Monday 2 June opens the next', () => {
    const days = calendarDays('2025-06-01', '2025-06-02', { '2025-06-02': 4 });
    expect(days.map((day) => [day.week, day.weekday, day.value])).toEqual([
      [0, 6, 0],
      [1, 0, 4],
    ]);
  });
  test('the picture is one thing with one summary, and the keyboard reaches and scrolls it', async () => {
    const html = await draw(ui.Heatmap, {
      ...{ from: '2025-06-01', to: '2026-05-31', values: {}, summary: 'a year', weekdays: [] },
      ...{ monthLabel: String, dayLabel: String, words: { table: '', date: '', value: '', less: '', more: '' } },
    });
    expect(html).toContain('tabindex="0" role="img" aria-label="a year"');
    // A width of its own in the element would be stronger than the phone's, which draws the weeks smaller instead.
    expect(html).not.toContain('min-width');
  });
  test('a leap day is there, and dates out of order give nothing', () => {
    expect(calendarDays('2024-02-28', '2024-03-01', {}).map((day) => day.date)).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
    expect(calendarDays('2025-02-02', '2025-02-01', {})).toEqual([]);
  });
  test("a day's level counts the thresholds it reaches", () => {
    expect([0, 1, 2, 3, 9, 10].map((n) => heatLevel(n, [1, 3, 6, 10]))).toEqual([0, 1, 1, 2, 3, 4]);
  });
});
