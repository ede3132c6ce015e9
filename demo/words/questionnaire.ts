/** The questionnaire of the first station: what it asks, and what people who do not exist wrote on it. */
import type { FormModel } from '@yimi/forms';

type Question = FormModel['questions'][number];
type Choice = Question['choices'][number];

const plain = { audio: {}, required: true, relevant: null, constraint: null, choices: [] as Choice[] };
const words = (zh: string, en: string) => ({ zh, en });
const choice = (name: string, zh: string, en: string, need: Choice['need'] = null): Choice => ({
  ...{ name, labels: words(zh, en), audio: {}, need },
});

/** How often each is ticked: in the first survey, in the second. What was answered in between is asked for less. */
const wanted: readonly (readonly [Choice, number, number])[] = [
  [choice('lunch', '中午有人送一顿热饭', 'A hot meal brought at noon', '助餐'), 0.62, 0.38],
  [choice('doctor', '在村里量血压、听健康课', 'Blood pressure and health talks in the village', '文体健康'), 0.4, 0.52],
  [choice('company', '有人常来坐坐，说说话', 'Somebody who comes by to talk', '精神慰藉'), 0.44, 0.42],
  [choice('repair', '换灯泡、修水管这些小活', 'Small repairs: bulbs, taps', '生活照料'), 0.3, 0.2],
  [choice('road', '圩日有车去镇上', 'A ride to town on market days', '出行'), 0.34, 0.48],
  [choice('children', '放假孩子有人带', 'Somebody to mind children in the holidays', '托幼'), 0.24, 0.14],
  [choice('learn', '学点手艺：编藤、养蜂、用手机', 'Learn a craft: weaving, bees, the phone', '能力提升'), 0.18, 0.3],
  [choice('papers', '办证、报销有人讲清楚', 'Papers and refunds explained', '政策咨询'), 0.26, 0.22],
];

export const chances = wanted.map(([{ name }, first, second]) => ({ name, of: [first, second] as const }));
export const ages = [
  ['under', 3],
  ['sixty', 6],
  ['seventy', 5],
  ['eighty', 2],
] as const;
export const skills = ['会打糍粑', '会修农机', '会吹芦笙', '会剪头发', '会绣花，可以教', '开三轮车，能捎人'];
export const wishes = [
  '鼓楼前的路灯早点修好。',
  '想有人教怎么跟外面的孩子视频。',
  '井边的石板滑，老人挑水怕摔。',
  '盼着冬天送炭火。',
];

const questions: readonly Question[] = [
  {
    ...plain,
    ...{ name: 'age', type: 'select_one', labels: words('您今年多大年纪？', 'How old are you?') },
    choices: [
      choice('under', '不到 60 岁', 'Under 60'),
      choice('sixty', '60–69 岁', '60–69'),
      choice('seventy', '70–79 岁', '70–79'),
      choice('eighty', '80 岁以上', '80 or more'),
    ],
  },
  {
    ...plain,
    ...{
      name: 'wants',
      type: 'select_multiple',
      labels: words('您最盼着哪些事？可以选几样。', 'What do you wish for most? Tick several.'),
    },
    choices: wanted.map(([one]) => one),
  },
  {
    ...plain,
    ...{ name: 'home', type: 'integer', labels: words('平时家里住几个人？', 'How many live at home?') },
    constraint: '. >= 1 and . <= 15',
  },
  {
    ...plain,
    ...{
      name: 'helps',
      type: 'select_one',
      labels: words('村里有事，您愿意搭把手吗？', 'Would you lend a hand in the village?'),
    },
    choices: [
      choice('yes', '愿意', 'Yes'),
      choice('sometimes', '有空就来', 'When there is time'),
      choice('no', '自己也不方便', 'Hardly'),
    ],
  },
  {
    ...plain,
    ...{ name: 'skill', type: 'text', labels: words('您会做什么？', 'What can you do?'), required: false },
    relevant: `\${helps} = 'yes'`,
  },
  {
    ...plain,
    ...{ name: 'more', type: 'text', labels: words('还有什么想说的？', 'Anything else?'), required: false },
  },
];

export const model: FormModel = { languages: ['zh', 'en'], questions: [...questions] };
export const surveys = [
  { title: '第一次居民需求问卷', lead: '大约五分钟，不写名字。您盼着什么，站里好照着安排。', papers: 32, web: 0 },
  { title: '第二次居民需求问卷', lead: '上次说的做了一些，再问问大家。大约五分钟，不写名字。', papers: 24, web: 9 },
] as const;
