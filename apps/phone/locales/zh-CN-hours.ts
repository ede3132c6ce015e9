/** What service hours and the certificates over them refuse, apart from the rest because the lists are long. */
export const hourProblems = {
  'hours-not-waiting': '这段时长不用确认了。已经有人确认过，刷新看看。',
  'second-person': '要另一个人来确认。录的人和本人都不能确认，请站里别的同事来。',
  'did-not-come': '这个人没有点到场。先点“到了”，再记评分。',
  'nothing-to-certify': '这段时间没有能开证明的时长。只有本站记录、已经计入的才算；换一段日子再开。',
  'wrong-period': '日期不对。结束要晚于开始，最晚到今天。',
  'certificate-number-taken': '这份证明已经开好了。不用再开，刷新就能看到。',
  'no-such-certificate': '找不到这份证明。刷新看看。',
  'certificate-withdrawn': '这份证明已经作废了。还要用就重新开一份。',
  'certificate-letters-missing': '姓名里有字库里没有的字：{letters}。请打开核验页，打印那一页盖章。',
};

export const pointProblems = {
  'unknown-village': '这个村不在册。可能已经并村，刷新页面再试。',
  'not-a-helper-here': '这位不是本站的志愿者，请到他登记的站去办。',
};
