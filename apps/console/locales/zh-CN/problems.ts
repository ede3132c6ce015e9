/** What went wrong, by stable code: what it is, and what to do next. */
export const problems = {
  kind: {
    invalid: { title: '填的内容有问题', next: '请看标出来的那一项，改好再试。' },
    unauthenticated: { title: '登录已过期', next: '请重新登录，没保存的内容先抄下来。' },
    forbidden: { title: '您的岗位做不了这件事', next: '请站长或县里来做，或请他们给您相应的岗位。' },
    'not-found': { title: '找不到了', next: '可能已被移走或并档。回上一页刷新看看。' },
    conflict: { title: '和别人的改动碰上了', next: '刷新看看现在的样子，再决定要不要改。' },
    'stale-client': { title: '这个页面旧了', next: '请刷新页面，换成新版本再试。' },
    unavailable: { title: '服务器暂时忙不过来', next: '过一会儿再试，已经保存的都在。' },
  },
  console: {
    'no-connection': { title: '没连上服务器', next: '看看网线或无线网，再试一次。已保存的都在。' },
    'server-fault': { title: '服务器出了差错', next: '过一会儿再试。一直这样，请把时间告诉管理员。' },
    'unreadable-answer': { title: '页面和服务器的版本对不上', next: '请刷新页面再试。' },
    'no-outcome': { title: '没收到结果', next: '刷新看看做成了没有，再决定要不要重来。' },
  },
  sync: {
    'unknown-command': { title: '服务器不认得这个操作', next: '请刷新页面，换成新版本再试。' },
    'wrong-shape': { title: '“{field}”填得不对', next: '请改好再试。' },
    'too-long': { title: '“{field}”太长了', next: '请写短一些，最多 {most}。' },
    'too-short': { title: '“{field}”还没填', next: '请填上再试。' },
    'out-of-reach': { title: '这不在您岗位的范围里', next: '请管这个地方的同事来做。' },
    'id-reused': { title: '同一编号送来了不同的内容', next: '请刷新页面，再填一次。' },
    'waits-for-another': { title: '要等前面那条先处理', next: '前面那条改好或撤回，这条会自己往下走。' },
    'nothing-to-mend': { title: '没有要改的那一条', next: '可能已经处理过了，刷新看看。' },
    'already-mended': { title: '那一条已经改过了', next: '不用再改，刷新就能看到。' },
    'newer-than-server': { title: '服务器比手机旧', next: '等服务器升级后会自己送出，记录都在。' },
    'too-old': { title: '程序版本太旧', next: '请更新后再试，记录不会丢。' },
    fault: { title: '服务器处理时出了差错', next: '记录在，会再试。一直这样请告诉管理员。' },
  },
  network: {
    'already-there': { title: '已经有了', next: '刷新就能看到，不用再添。' },
    'no-such-station': { title: '没有这个站', next: '请重新选一个站。' },
    'no-such-room': { title: '没有这个村', next: '请重新选一个村。' },
    'room-is-merged': { title: '这个村已经并走了', next: '请选并入后的村。' },
    'post-needs-place': { title: '这个岗位要选地方', next: '请选站、村或机构。' },
    'post-already-ended': { title: '这个岗已经结束了', next: '刷新就能看到。' },
    'no-such-post': { title: '没有这个岗', next: '刷新看看，可能别人已经改过。' },
  },
  people: {
    'already-registered': { title: '这个人已经登记了', next: '找一找她／他的档案，不用再登。' },
    'no-such-room': { title: '没有这个村', next: '请重新选一个村。' },
    'invalid-citizen-id': { title: '身份证号不对', next: '校验位对不上，请照证件再核一遍。' },
    'guardian-needed': { title: '未满十四岁，要有监护人', next: '请填监护人的姓名。' },
    'consent-needed': { title: '还没有本人的同意', next: '本人同意“接受服务”后才能登记。' },
    'no-such-client': { title: '找不到这个人', next: '可能已并档或迁走，再找一找。' },
    'not-active': { title: '这份档案已经不在用', next: '可能已并档或删除，请打开现在的那份。' },
    'same-client': { title: '这是同一份档案', next: '请选另一份再并。' },
  },
  services: {
    'already-recorded': { title: '这次探访已经记过了', next: '不用再记。' },
    'no-such-client': { title: '找不到这个人', next: '可能已并档或迁走，再找一找。' },
    'client-not-active': { title: '这个人已不在服务', next: '请先看看档案的状态。' },
    'no-such-visit': { title: '找不到这条探访', next: '刷新列表看看。' },
    'not-counted': { title: '这条已经撤回或不予认可', next: '不用再审，刷新就会移走。' },
    'not-questioned': { title: '这条没有在问', next: '刷新看看。' },
    'own-visit': { title: '自己记的不能自己审', next: '请另一位同事来审。' },
    'no-photo-consent': { title: '本人没有同意拍照', next: '去掉照片，或先取得同意。' },
    'unknown-room': { title: '这个人的村不在册', next: '请先把村登记好。' },
  },
} as const;

/** Field names, as the end of a problem's path names them. */
export const fields = {
  name: '姓名', pinyin: '拼音', phone: '电话', idNumber: '身份证号', birthDay: '生日', sex: '性别', guardian: '监护人',
  groups: '身份', risk: '风险等级', roomId: '村', stationId: '站', agencyId: '机构', hamlet: '屯', householdId: '户',
  consents: '同意', assigneeId: '谁负责', address: '住处', state: '状态', question: '问题', reason: '理由', role: '岗位',
  login: '用户名', password: '密码', purpose: '用途', fromDay: '从哪天起', lastDay: '最后一天', high: '高风险',
  key: '重点', ordinary: '一般', findings: '看到、听到的', needs: '需求', result: '结果', mode: '方式', files: '照片和录音',
  answer: '回话', clientId: '服务对象', visitId: '探访', visitedAt: '探访时间', input: '内容', userId: '账号', code: '登记码',
  postId: '岗位', intoClientId: '另一份档案', proposalId: '并档提醒',
} as const;

export const commandNames = {
  sync: { 'withdraw-command': '撤下没通过的操作' },
  network: {
    'add-station': '设站', 'add-room': '添村', 'change-station-of-room': '村划到另一站', 'merge-rooms': '并村',
    'add-agency': '添机构', 'open-contract': '签标段', 'open-post': '开岗', 'end-post': '离岗',
  },
  people: {
    'register-client': '登记服务对象', 'correct-client': '改资料', 'move-clients': '迁到另一村', 'merge-clients': '并档',
    'keep-apart': '认定是两个人', 'withdraw-consent': '撤回同意', 'erase-client': '删除资料', 'settle-conflict': '定下两处改动',
    reveal: '查看证件号',
  },
  services: {
    'record-visit': '记探访', 'correct-visit': '改探访', 'review-visit': '审阅通过', 'question-visit': '提问',
    'reject-visit': '不予认可', 'answer-question': '回话', 'withdraw-visit': '撤回探访', 'confirm-evidence': '文件已到',
    'change-due-rule': '改探访规则', 're-date-room': '重算日子',
  },
} as const;
