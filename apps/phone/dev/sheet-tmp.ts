import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const sheets = process.argv.slice(2).map((s) => s.split('='));
const b = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
});
for (const [out, names] of sheets) {
  const list = names!.split(',');
  const p = await b.newPage({ viewport: { width: list.length * 440, height: 910 } });
  writeFileSync(
    '/tmp/phone-shots/sheet.html',
    `<body style="margin:0;background:#777;display:flex;gap:8px;align-items:flex-start">${list.map((n) => `<img src="${n}.png" style="width:432px">`).join('')}`,
  );
  await p.goto('file:///tmp/phone-shots/sheet.html');
  await p.screenshot({ path: `/tmp/${out}.png`, fullPage: true });
  await p.close();
}
await b.close();
