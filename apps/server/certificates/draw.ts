/**
 * The paper of a certificate (志愿服务证明): one A4 page drawn from the row as it was issued. Loaded by a thread of its own alone
 * (`paper-child.ts`): the font is 17 MB, and to cut out of it what a page needs takes a second or two.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Certificate } from '@yimi/activities';
import { openSync } from 'fontkit';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';

/** Noto Sans in the 30,000 characters of GB 18030's older part (SIL OFL 1.1). */
const folder = join(fileURLToPath(import.meta.resolve('@embedpdf/fonts-sc')), '../../fonts');
export const fontFile = (weight: 'Regular' | 'Bold'): string => join(folder, `NotoSansHans-${weight}.otf`);

export interface Paper {
  readonly certificate: Certificate;
  /** Where the number is typed in; with the number behind it, what the code on the paper opens. */
  readonly address: string;
}

const regular = openSync(fontFile('Regular'));
const glyphOf = (letter: string): boolean => {
  const point = letter.codePointAt(0);
  return point === undefined || ('hasGlyphForCodePoint' in regular && regular.hasGlyphForCodePoint(point));
};

/** Letters that the font cannot draw: a certificate never shows another name than the person's. */
export function missingIn(text: string): string[] {
  return [...new Set(text)].filter((letter) => !glyphOf(letter));
}

/** 〓 is what printers set for a letter they have not got. */
export const drawable = (text: string): string => [...text].map((letter) => (glyphOf(letter) ? letter : '〓')).join('');

export function sayMinutes(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (rest === 0) return `${hours} 小时`;
  return hours === 0 ? `${rest} 分钟` : `${hours} 小时 ${rest} 分钟`;
}

export function sayDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year} 年 ${month} 月 ${date} 日`;
}

export type Pdf = InstanceType<typeof PDFDocument>;
/** Points: A4 with margins of 25 mm. */
const left = 71;
const width = 595 - 2 * left;
export const ink = '#1d1d1f';
export const quiet = '#55585f';
const line = '#9aa0a8';

export function drawCertificate({ certificate, address }: Paper): Promise<Buffer> {
  const pdf = new PDFDocument({
    ...{ size: 'A4', margins: { top: left, bottom: 40, left, right: left }, lang: 'zh-CN', displayTitle: true },
    info: { Title: `志愿服务证明 ${certificate.number}`, Author: drawable(certificate.stationName) },
  });
  const done = collected(pdf);
  pdf.registerFont('regular', fontFile('Regular')).registerFont('bold', fontFile('Bold'));
  pdf
    .lineWidth(1)
    .strokeColor(line)
    .rect(36, 36, 595 - 72, 842 - 72)
    .stroke();
  words(pdf, certificate);
  content(pdf, certificate);
  standing(pdf, certificate);
  foot(pdf, certificate, address);
  pdf.end();
  return done;
}

export function collected(pdf: Pdf): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
}

function words(pdf: Pdf, { number, helperName, fromDay, toDay, minutes }: Certificate): void {
  pdf.font('bold').fontSize(26).fillColor(ink);
  pdf.text('志愿服务证明', left, 92, { width, align: 'center', characterSpacing: 4 });
  pdf.font('regular').fontSize(10.5).fillColor(quiet).text(`证明编号 ${number}`, left, 138, { width, align: 'center' });
  pdf.fontSize(13).fillColor(ink);
  pdf.text(
    `兹证明 ${helperName} 于 ${sayDay(fromDay)}至 ${sayDay(toDay)}期间参加本站组织的志愿服务，本站记录的服务时长共计 ${sayMinutes(minutes)}。服务无偿，往返路途的时间不计在内。`,
    ...([left, 178] as const),
    { width, lineGap: 8, indent: 26 },
  );
}

const columnAt = { times: left + width - 165, minutes: left + width - 110 } as const;

function row(pdf: Pdf, what: string, times: string, minutes: string): void {
  const at = pdf.y + 4;
  pdf.text(times, columnAt.times, at, { width: 45, align: 'right' });
  pdf.text(minutes, columnAt.minutes, at, { width: 110, align: 'right' });
  pdf.text(what, left, at, { width: width - 175, height: 32, ellipsis: true });
  const below = pdf.y + 4;
  pdf
    .lineWidth(0.5)
    .strokeColor(line)
    .moveTo(left, below)
    .lineTo(left + width, below)
    .stroke();
  pdf.y = below;
}

const kinds = { 'by-hand': '其他志愿服务（经第二人确认）', others: '其他各项' } as const;

function content(pdf: Pdf, { lines, minutes }: Certificate): void {
  pdf.moveDown(1).fontSize(10.5).fillColor(quiet);
  row(pdf, '服务内容', '次数', '时长');
  pdf.fillColor(ink);
  for (const { kind, title, times, minutes: long } of lines) {
    row(pdf, kind === 'activity' ? drawable(title ?? '') : kinds[kind], `${times}`, sayMinutes(long));
  }
  pdf.font('bold');
  row(pdf, '合计', `${lines.reduce((sum, one) => sum + one.times, 0)}`, sayMinutes(minutes));
  pdf.font('regular');
}

function standing(pdf: Pdf, { issuedOn, total, stars }: Certificate): void {
  const level = stars === 0 ? '' : `，达到 ${stars} 星级志愿者的时长标准`;
  pdf.fontSize(10.5).fillColor(quiet);
  pdf.text(
    `截至 ${sayDay(issuedOn)}，本人在本县登记的累计服务时长为 ${sayMinutes(total)}（含其他站点记录和其他志愿服务系统转入的）${level}。`,
    ...([left, pdf.y + 14] as const),
    { width, lineGap: 4 },
  );
}

/** Issuer, day and seal on the right; on the left what tells whether the paper is true. */
function foot(pdf: Pdf, { number, stationName, issuedOn }: Certificate, address: string): void {
  const top = 660;
  code(pdf, `${address}/${number}`, left, top);
  pdf.font('regular').fontSize(9).fillColor(quiet);
  pdf.text(`扫码核验，或打开 ${address} 填写证明编号。`, left, top + 106, { width: 230, lineGap: 3 });
  pdf.fontSize(12).fillColor(ink);
  pdf.text(`开具单位：${drawable(stationName)}`, left + 200, top + 24, { width: width - 200, align: 'right' });
  pdf.text('（盖章）', left + 200, top + 48, { width: width - 200, align: 'right' });
  pdf.text(`开具日期：${sayDay(issuedOn)}`, left + 200, top + 78, { width: width - 200, align: 'right' });
}

/** 100 points wide: three and a half centimetres, which any phone reads. */
export function code(pdf: Pdf, text: string, x: number, y: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const side = 100 / modules.size;
  pdf.fillColor('#000000');
  for (let at = 0; at < modules.data.length; at++) {
    if (modules.data[at] !== 1) continue;
    pdf.rect(x + (at % modules.size) * side, y + Math.floor(at / modules.size) * side, side, side);
  }
  pdf.fill();
}
