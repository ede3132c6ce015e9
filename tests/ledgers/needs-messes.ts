/** Messy lists of what residents ask for, as hotlines, stations and Party secretaries' tea stalls keep them. */
import iconv from 'iconv-lite';
import { people } from './people.ts';
import { csv, xlsx } from './write-files.ts';

export const needsMesses: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  // What the hotline sends out: categories of its own, times with minutes, done with and not, one order twice.
  'needs-hotline.xlsx': () =>
    xlsx([
      {
        name: '工单',
        rows: [
          ['12345政务服务便民热线工单（清河乡）'],
          [
            '工单编号',
            '来电时间',
            '来电人',
            '联系电话',
            '所属村',
            '诉求内容',
            '诉求类别',
            '紧急程度',
            '办理情况',
            '办结时间',
          ],
          [
            'QH001',
            '2025-12-20 09:30',
            people.guilan[0],
            '13800000041',
            '木桥村',
            '三餐没人做，想订中午一顿',
            '助餐',
            '较急',
            '已办结，由农家饭店送餐',
            '2025-12-24',
          ],
          [
            'QH002',
            '2025-12-21 14:05',
            '何有福',
            '13800000042',
            '枫香村委会',
            '去县医院透析没有车',
            '交通出行',
            '加急',
            '正在联系车辆',
            '',
          ],
          ['QH003', '2025-12-22 16:40', '', '', '石岭村', '村口路灯不亮，晚上老人不敢出门', '城乡建设', '一般', '', ''],
          ['QH004', '2025-12-23', '莫大海', '1380000', '石岭村', '想申请临时救助', '', '', '已解决', ''],
          ['QH005', '2025-12-24', '韦小妹', '', '木桥村', '想找人陪着聊聊天', '', '不晓得', '已答复', '2025-12-20'],
          [
            'QH002',
            '2025-12-21 14:05',
            '何有福',
            '13800000042',
            '枫香村委会',
            '去县医院透析没有车',
            '交通出行',
            '加急',
            '正在联系车辆',
            '',
          ],
          ['合计', '', '', '', '', '6件', '', '', '', ''],
        ],
      },
    ]),
  // Wishes by village, days without a year, somebody who wrote for another; nothing about what came of them.
  'needs-wishes.csv': () =>
    iconv.encode(
      csv([
        ['2025年清河乡微心愿征集表', '', '', '', ''],
        ['序号', '心愿人', '村（社区）', '微心愿', '代填人', '征集日期'],
        ['1', '杨小宝', '木桥村', '想要一个书包和一盏台灯', '蓝秀英', '11月5日'],
        ['2', '龙奶奶', '枫香村', '想有人帮打扫一下屋子', '', '11月6日'],
        ['3', '吴老六', '不存在村', '想学唱山歌', '', '11月6日'],
        ['4', '陆阿公', '清河社区', '', '', '11月7日'],
        ['5', '石阿婆', '清河社区', '想修一修收音机', '', '三月里'],
      ]),
      'gb18030',
    ),
  // Hours as another volunteer system exports them: a time and a length, a span in one cell, a number twice, nobody of the house.
  'hours-export.csv': () =>
    Buffer.from(
      csv([
        ['志愿服务时长明细（志愿汇）'],
        ['姓名', '记录编号', '服务日期', '起止时间', '时长', '项目名称'],
        ['韦小妹', 'ZH-1', '2025-12-20', '8:30-11:00', '2.5', '送餐'],
        ['韦小妹', 'ZH-2', '2025年12月21日', '14点半', '90分钟', '陪聊'],
        ['韦小妹', 'ZH-1', '2025-12-20', '8:30-11:00', '2.5', '送餐'],
        ['外来的人', 'ZH-3', '2025-12-22', '9:00', '1小时', '扫地'],
        ['韦小妹', 'ZH-4', '2025-12-23', '上午', '2', '扫地'],
        ['韦小妹', '', '2025-12-24', '9:00-10:00', '', '扫地'],
      ]),
    ),
};
