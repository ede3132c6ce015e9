/** What a list of villages (村屯名册) may hold, and the headings under which townships have it. */
import type { Cell } from '../reading/ledger.ts';
import type { Field } from '../understanding/field.ts';
import { FieldList } from '../understanding/field.ts';
import { plainText } from '../understanding/plain.ts';
import { field, hamletField, share, villageField } from './people-fields.ts';

const looksLikeCode = (cells: readonly Cell[]): number =>
  share(cells, ({ text }) => /^\d{12}$/.test(plainText(text).replace(/\s/g, '')));
const looksLikeStation = (cells: readonly Cell[]): number =>
  share(cells, ({ text }) => /(?:乡|镇|街道|社工站)$/.test(plainText(text)));

export const stationField: Field = field(
  'station',
  ['乡镇', '乡(镇)', '乡镇(街道)', '乡镇街道', '所属乡镇', '所在乡镇', '街道', '镇', '乡', '社工站', '所属站', '站点'],
  { looks: looksLikeStation },
);

export const villageFields = new FieldList([
  villageField,
  hamletField,
  stationField,
  field(
    'code',
    ['区划代码', '行政区划代码', '统计用区划代码', '村代码', '村(居)代码', '村级代码', '12位代码', '代码', '编码'],
    { looks: looksLikeCode },
  ),
  field(
    'minutes',
    ['车程', '车程(分钟)', '车程分钟', '到站车程', '行车时间', '路程时间', '路上时间', '单程时间', '到乡镇时间'],
    { secondary: true },
  ),
]);
