/**
 * The ledger with which a new station head begins (README, first day): a township's list of people in need, with what such
 * lists have: a title, a unit, two lists in one, somebody twice, an id that the spreadsheet spoilt, one with a wrong digit.
 * The villages are real ones of 古宜镇, where the README's county is; the people are invented, and so is their division code.
 */
import { idOf, wrongId } from './people.ts';
import { xlsx } from './write-files.ts';

export function firstLedger(): Promise<Buffer> {
  const people: [name: string, id: string | number, phone: string, village: string, home: string, group: string][] = [
    ['韦桂兰', idOf('19480312', '126'), '15407720001', '大竹村', '上屯3号', '低保、独居老人'],
    ['杨秀花', idOf('19510705', '228'), '15407720002', '大竹村', '上屯9号', '低保'],
    ['吴老六', idOf('19441101', '311'), '', '大竹村', '下屯1号', '五保'],
    ['石福明', idOf('19600229', '413'), '15407720004', '平传村', '岭头屯', '残疾'],
    ['覃大海', idOf('19721005', '517'), '15407720005', '平传村委会', '岭头屯', '残疾、低保'],
    ['莫小兰', idOf('20160315', '628'), '', '平传村', '桥头屯', '困境儿童'],
    ['龙顺英', idOf('19390808', '726'), '15407720007', '文大村', '一组', '高龄'],
    ['潘志强', wrongId('19550920', '811'), '15407720008', '文大村', '一组', '低保'],
    ['陆有才', 4.59926e17, '15407720009', '文大村', '二组', '低保'],
    ['罗金花', idOf('19530217', '922'), '1540772', '文大村', '二组', '独居老人'],
    ['韦桂兰', idOf('19480312', '126'), '15407720001', '大竹村', '上屯3号', '高龄'],
    ['蓝美莲', idOf('19571212', '142'), '15407720012', '不知村', '', '信访重点'],
  ];
  return xlsx([
    {
      name: '2025年',
      merges: ['A1:G1', 'A2:D2', 'E2:G2'],
      rows: [
        ['古宜镇困难群众花名册'],
        ['填报单位：古宜镇人民政府', null, null, null, '2025年12月30日'],
        ['序号', '姓 名', '公民身份号码', '联系方式', '村（社区）', '家庭住址', '对象类别'],
        ...people.map((cells, at) => [at + 1, ...cells]),
        ['合计', null, null, null, null, null, people.length],
      ],
    },
  ]);
}
