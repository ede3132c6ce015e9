/**
 * The slip of a voucher (兑换券): an A6 page for the helper's pocket. It bears no name: who holds it may hand it on, and the shop
 * needs to know only what to give. Its lower part is for a shop without network, which writes the day on it and keeps it.
 */
import PDFDocument from 'pdfkit';
import { code, collected, drawable, fontFile, ink, quiet, sayDay } from './draw.ts';

export interface Slip {
  readonly number: string;
  readonly merchantName: string;
  readonly stationName: string;
  readonly what: string;
  readonly points: number;
  readonly reservedOn: string;
  readonly lastDay: string;
  readonly graceDays: number;
}

/** Points: A6 with margins of 10 mm. */
const [pageWidth, pageHeight, left] = [298, 420, 28];
const width = pageWidth - 2 * left;

export function drawSlip(slip: Slip): Promise<Buffer> {
  const pdf = new PDFDocument({
    ...{ size: [pageWidth, pageHeight], margins: { top: left, bottom: 16, left, right: left }, lang: 'zh-CN' },
    ...{ displayTitle: true, info: { Title: `积分兑换券 ${slip.number}`, Author: drawable(slip.stationName) } },
  });
  const done = collected(pdf);
  pdf.registerFont('regular', fontFile('Regular')).registerFont('bold', fontFile('Bold'));
  pdf.font('bold').fontSize(16).fillColor(ink).text('积分兑换券', left, 26, { width, align: 'center' });
  pdf.fontSize(14).text(drawable(slip.what), left, 56, { width, align: 'center', height: 40, ellipsis: true });
  pdf
    .font('regular')
    .fontSize(10)
    .text(`${slip.points} 分 · 到 ${drawable(slip.merchantName)} 兑换`, { width, align: 'center' });
  code(pdf, slip.number, (pageWidth - 100) / 2, 122);
  pdf.font('bold').fontSize(14).fillColor(ink).text(slip.number, left, 230, { width, align: 'center' });
  pdf.font('regular').fontSize(9.5).fillColor(ink);
  pdf.text(`有效到 ${sayDay(slip.lastDay)}，只能用一次。到期没用，积分退给本人。`, left, 256, { width, lineGap: 2 });
  pdf.fillColor(quiet).fontSize(8.5);
  pdf.text(
    `商户：打开本店的核销网址填券码，显示“能用”再交东西。没有网络时，在下面写上日子、留下这张券，有网络时补填，最晚过期后 ${slip.graceDays} 天；也可以交给社工站代填。`,
    { width, lineGap: 2 },
  );
  pdf.fillColor(ink).fontSize(10).text('交付日期：＿＿＿＿ 年 ＿＿ 月 ＿＿ 日', left, 352, { width });
  pdf
    .fillColor(quiet)
    .fontSize(8.5)
    .text(`${drawable(slip.stationName)} ${sayDay(slip.reservedOn)}开`, left, 380, { width, align: 'right' });
  pdf.end();
  return done;
}
