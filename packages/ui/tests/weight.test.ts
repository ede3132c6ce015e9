import { gzipSync } from 'node:zlib';
import vue from '@vitejs/plugin-vue';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';

/** What the phone takes: all but the console's charts. */
const phoneParts = [
  'AppIcon',
  'ChoiceTiles',
  'EmptyState',
  'FigureTile',
  'MetreBar',
  'Notice',
  'PersonLine',
  'PinPad',
  'ReceiptSteps',
  'RiskTag',
  'SyncBadge',
  'YimiMark',
];
const kilobyte = 1024;
const entry = 'virtual:phone';

async function bundle(code: string): Promise<{ script: string; style: string }> {
  const built = await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      vue(),
      { name: 'entry', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) },
    ],
    build: { write: false, rollupOptions: { input: entry, external: ['vue'], preserveEntrySignatures: 'strict' } },
  });
  const output = (Array.isArray(built) ? built : [built]).flatMap((one) => (one as Rolldown.RolldownOutput).output);
  const text = (ends: string): string =>
    output
      .filter((file) => file.fileName.endsWith(ends))
      .map((file) => (file.type === 'chunk' ? file.code : String(file.source)))
      .join('');
  return { script: text('.js'), style: text('.css') };
}
const face = JSON.stringify(new URL('../index.ts', import.meta.url).pathname);

describe('weight on the phone', () => {
  let phone: { script: string; style: string };
  beforeAll(async () => {
    phone = await bundle(`export { ${phoneParts.join(', ')} } from ${face};`);
  }, 60_000);
  test('script and style of what the phone uses are under 12 KB compressed', () => {
    const [script, style] = [gzipSync(phone.script).length, gzipSync(phone.style).length];
    console.log(`phone: ${script} bytes of script, ${style} bytes of style, compressed`);
    expect(script + style).toBeLessThan(12 * kilobyte);
  });
  test('a component that is not used is not there, neither its script nor its style', () => {
    expect(phone.script).not.toContain('y-heat');
    expect(phone.style).not.toContain('y-heat');
    expect(phone.style).toContain('.y-receipt');
  });
});
