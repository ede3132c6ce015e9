/**
 * Draws the app icons from the mark: 192 and 512 with rounded corners, and a maskable 512 whose mark stays inside the
 * 80 % safe circle (web.dev/articles/maskable-icon). The PNG files are committed; run again when the mark changes. Needs
 * `pngquant` (Debian's package): a flat mark in 32 colours is a third of the bytes.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const mark = `
  <g fill="#fffefb">
    <path d="M21.6 5h4.8v13.4h-4.8zM21.6 28.2h4.8V43h-4.8z"/>
    <ellipse cx="13.2" cy="11.4" rx="2.9" ry="6" transform="rotate(-38 13.2 11.4)"/>
    <ellipse cx="34.8" cy="11.4" rx="2.9" ry="6" transform="rotate(38 34.8 11.4)"/>
    <ellipse cx="12.4" cy="36.2" rx="2.9" ry="7" transform="rotate(42 12.4 36.2)"/>
    <ellipse cx="35.6" cy="36.2" rx="2.9" ry="7" transform="rotate(-42 35.6 36.2)"/>
  </g>
  <rect x="2" y="20.4" width="44" height="5.8" rx="1" fill="#ec8343"/>
  <path d="M9.3 26.2v-2.2M16.7 26.2v-2.2M24 26.2v-3.2M31.3 26.2v-2.2M38.7 26.2v-2.2" stroke="#122d48" stroke-width="1.1"/>`;

/** `share`: how much of the icon's width the mark takes. `corner`: radius in hundredths of the width. */
const icons = [
  { file: 'icon-192.png', size: 192, share: 0.76, corner: 20 },
  { file: 'icon-512.png', size: 512, share: 0.76, corner: 20 },
  { file: 'icon-maskable-512.png', size: 512, share: 0.54, corner: 0 },
  { file: 'apple-touch-icon-180.png', size: 180, share: 0.66, corner: 0 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
for (const { file, size, share, corner } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const edge = 48 / share;
  const inset = (edge - 48) / 2;
  await page.setContent(
    `<body style="margin:0"><svg width="${size}" height="${size}" viewBox="${-inset} ${-inset} ${edge} ${edge}" style="display:block">
      <rect x="${-inset}" y="${-inset}" width="${edge}" height="${edge}" rx="${(edge * corner) / 100}" fill="#122d48"/>${mark}</svg>`,
  );
  const drawn = await page.screenshot({ omitBackground: true });
  const small = spawnSync('pngquant', ['--strip', '--speed', '1', '--quality', '90-100', '32', '-'], { input: drawn });
  if (small.status !== 0) throw new Error(`pngquant: ${small.error?.message ?? small.stderr}`);
  writeFileSync(new URL(`../icons/${file}`, import.meta.url), small.stdout);
  await page.close();
  console.log(file);
}
await browser.close();
