/**
 * A county's list of 100,000 people as one finds it: villages in three spellings, ids with a wrong digit, days in five
 * forms, groups in old words, people who stand in it twice, totals after each village. The same on every machine.
 */
import { withCheckDigit } from '@yimi/people';

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗韦覃蓝莫龙石潘陆'];
const given = [...'桂兰福明秀梅大海小志强顺英美莲金花有才建国玉珍春生水清木火土宝贵祥云彩凤德全'];
const groups = ['低保', '特困', '残疾、低保', '独居老人', '一般户', '留守儿童', '监测户', '五保', '无', '高龄'];

/** Of the station that is imported for. */
export const villageNames = Array.from(
  { length: 40 },
  (_, at) => `${'东南西北中上下前后左'.charAt(at % 10)}${'山河桥岭'.charAt(Math.floor(at / 10))}村`,
);

/** A small generator of its own, so that the file is the same in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const two = (n: number) => String(n).padStart(2, '0');

/** One person's line; a twentieth of them wrong in some way. */
function line(at: number, village: string, roll: (below: number) => number): string {
  const name = `${surnames[roll(surnames.length)]}${given[roll(given.length)]}${given[roll(given.length)]}`;
  const year = 1930 + roll(70);
  const month = 1 + roll(12);
  const day = 1 + roll(28);
  const id = withCheckDigit(`459903${year}${two(month)}${two(day)}${String(100 + (at % 900))}`);
  const birth = [
    `${year}-${two(month)}-${two(day)}`,
    `${year}.${month}.${day}`,
    `${year}年${month}月${day}日`,
    `${year}/${month}/${day}`,
    '',
  ][roll(5)];
  const wrong = roll(40);
  const number = wrong === 0 ? `${id.slice(0, 17)}${id.endsWith('3') ? '4' : '3'}` : wrong === 1 ? id.slice(0, 16) : id;
  const phone = roll(3) === 0 ? '' : `13${String(700_000_000 + at).slice(0, 9)}`;
  const called = [village, `${village}委会`, village.replace(/村$/, '')][roll(3)];
  return `${at + 1},${name},${Number(id.charAt(16)) % 2 === 1 ? '男' : '女'},${number},${birth},${phone},${called},上屯${roll(200)}号,${groups[roll(groups.length)]}`;
}

export function messyLedger(rows: number, villages: readonly string[]): Buffer {
  const roll = dice(20_260_105);
  const lines = [
    '量尺县困难群众花名册,,,,,,,,',
    '序号,姓 名,性别,公民身份号码,出生日期,联系方式,村(居),家庭住址,对象类别',
  ];
  let before = '';
  for (let at = 0; at < rows; at++) {
    const village = villages[Math.floor((at / rows) * villages.length)] ?? '';
    // Every fiftieth is the one above once more, under another list's heading.
    const again = before !== '' && roll(50) === 0;
    before = again ? before : line(at, village, roll);
    lines.push(before);
    if (at % 500 === 499) lines.push(`合计,,,,,,,,${at + 1}`);
  }
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`);
}
