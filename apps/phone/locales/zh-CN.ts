/** 中文: the words as a social worker would say them. Every other locale fills exactly this form. */
import { codes, fields, problemKinds, problems } from './zh-CN-lists.ts';

export const zhCN = {
  app: {
    name: '一米', slogan: '在村里记一次，剩下的它来填', back: '返回', close: '关上', cancel: '先不', ok: '知道了', save: '保存',
    next: '下一步', working: '请稍等…', open: '打开', call: '打电话', callTo: '打给{name}，{who}',
  },
  tones: { info: '提示', done: '好了', warn: '请留意', problem: '有问题' },
  tabs: { label: '主要页面', today: '今天', people: '找人', records: '记录', me: '我' },
  days: { today: '今天', yesterday: '昨天', tomorrow: '明天' },
  unsupported: {
    title: '请换到浏览器里打开',
    why: { wechat: '您是在微信里打开的。这里没网时存不住记录，所以不能在这里用。', 'no-storage': '这个浏览器太旧，没网时存不住记录，所以不能在这里用。', 'no-worker': '这个浏览器没网时打不开一米，所以不能在这里用。', insecure: '这个地址不安全（不是 https 开头），资料锁不住，所以不能在这里用。请站长给您正确的地址。' },
    step1: '点右上角“···”，选“在浏览器打开”。',
    step2: '没有这一项？复制下面的地址，粘到手机自带的浏览器、Chrome 或 Edge 里。',
    step3: '打开后选“添加到桌面”，以后没有网也能用。',
    address: '地址', copy: '复制地址', copied: '已经复制好了，去浏览器里粘贴', copyByHand: '复制不了。请长按上面的地址来复制。',
  },
  signIn: {
    title: '登录', lead: '第一次在这台手机上用要有网。以后没有网也能打开。',
    login: '用户名或手机号', password: '密码', show: '看一眼密码', hide: '盖住密码', submit: '登录',
    needLogin: '请填用户名或手机号', needPassword: '请填密码',
    forgotten: '忘了密码？请站长在电脑上给您一个新的注册码，再点“我有注册码”。', haveCode: '我有注册码',
    againTitle: '请再登录一次', againLead: '登录过期了。手机里的记录都在，一条没少；登录后接着往外传。',
    otherPerson: '这是另一个人的账号。请先锁上，再用“换个人用”登录。',
  },
  enrol: {
    title: '开通这台手机', lead: '注册码是站长给您的，只能用一次。', code: '注册码', needCode: '请填注册码',
    password: '给自己定一个密码', passwordHint: '至少 8 位。换手机时要用，别写在手机上。', repeat: '再输一遍密码',
    tooShort: '密码至少要 8 位', mismatch: '两遍不一样，请再看一眼', submit: '开通', toSignIn: '我有用户名和密码',
  },
  pin: {
    setTitle: '设 6 位数字密码', setLead: '每天打开一米用它。没有网也靠它锁住资料。', againTitle: '再输一遍', againLead: '记牢它：谁也查不到这个密码。',
    mismatch: '两遍不一样，请从头设。', tooEasy: '这个太好猜了，换一个。', label: '六位密码', delete: '删一位',
    progress: '已输 {n} 位，共 {of} 位', changed: '新密码设好了', change: '改 6 位密码',
  },
  unlock: {
    morning: '{name}，早上好', noon: '{name}，下午好', evening: '{name}，晚上好', lead: '输密码打开。没有网也能开。',
    who: '谁在用？', whoLead: '这台手机上有几个人的资料，各锁各的。', another: '别的人登录', switch: '换个人用', forgot: '忘了密码',
    wrong: '密码不对，再试一次。', wait: '密码不对。请等 {n} 秒再试。', opening: '正在打开…',
  },
  forgot: {
    title: '忘了密码', why: '{name}的资料是用这个密码锁住的。站里、县里也打不开，只能清掉重来。',
    kept: '已经传出去的记录都在服务器上，重新登录后会回来。',
    counting: '正在看还有没有没传的…', none: '没传的：没有。清掉不会丢东西。',
    some: '还有 {n} 条没传出去。先连上网，点“封好寄出”：不用密码，服务器收到后由站里认领。',
    send: '封好寄出', sending: '正在寄…', sent: '都寄出去了，可以放心清掉。',
    left: '还有 {n} 条没寄出去。找个有信号的地方再试。',
    clear: '清掉，重新登录', clearGo: '清掉', sure: '还有 {n} 条没寄出去。它们会封好留在这台手机上，有网时自己寄；在那之前别卸载一米，也别清浏览器数据，不然就没有了。',
  },
  today: {
    station: '社工站', room: '社工室', mine: '我联系的人', chooseRoom: '换个村', search: '找人：名字、wxm、后四位',
    monthOwn: '本月您已探访', times: '次', metThis: '{room} {of} 人，本月见过 {n} 人', metMine: '联系的 {of} 人，本月见过 {n} 人', metLabel: '本月见过的人',
    due: '该去看的 {n} 人', noneDue: '这几天没有人到期', overdue: '过了 {n} 天', firstGo: '过了 {n} 天，先去', dueToday: '今天到期', dueIn: '{day}前去一趟',
    record: '记一次探访', emptyTitle: '今天都走到了', emptyNext: '下一位是 {name}，{day}前。现在可以登记新的人，或者去看看好久没见的老人。',
    nobodyTitle: '还没有人', nobodyWorker: '先登记村里需要关心的人。登记一次，以后谁该去、什么时候去，这里都会告诉您。', nobodyVolunteer: '站里还没有把人交给您。交给您以后，这里会列出谁该去看、什么时候去。',
    loadingTitle: '正在取您的名单', loadingNext: '第一次要有网，取好以后没网也能用。', register: '登记一个人',
    draft: '{name}的探访还没记完', draftGo: '接着记', needsYou: '{n} 条要您处理', needsYouGo: '去看看', signedOut: '登录过期了，记录先存在手机里', signInAgain: '再登录一次',
  },
  sync: {
    sent: '都传好了', pending: '{n} 条待发', files: '{n} 个文件待发', turn: '{n} 条要您处理', offline: '现在没有网', open: '看传到哪了',
  },
  search: {
    title: '找人', forVisit: '给谁记探访？', label: '找人', placeholder: '名字、拼音、wxm、后四位、村名', clear: '清掉', found: '找到 {n} 人', first: '先列出 {n} 人，再打一个字就更准', recent: '最近该去的',
    noneTitle: '没找到“{typed}”', noneWorker: '换个写法试试：只打名字里一个字，或者拼音的头一个字母。真没登记过，就登记一下。', noneVolunteer: '换个写法试试。您只能看到站里交给您的人；别的人请打电话问站里。',
    register: '登记新的人', howTitle: '怎么找得快', how: '韦小妹：打 wxm、xiaomei、小妹，或电话后四位，都行。',
  },
  person: {
    gone: '这个人不在您的名单里了', goneNext: '可能搬走了，或者交给了别人。请问站里。', record: '记一次探访', call: '打电话', noPhone: '没有留电话',
    age: '{n} 岁', male: '男', female: '女', due: '什么时候去', dueOn: '{day}前', overdue: '过了 {n} 天', lastMet: '上次见到', never: '还没见过', visits: '共探访 {n} 次',
    groups: '群体', noGroups: '没有列入特殊群体', risk: { high: '高风险', key: '重点', ordinary: '一般' }, riskTerm: { high: '每周一次', key: '每月一次', ordinary: '每季一次' },
    consent: '同意过的事', consents: { service: '接受服务', photo: '拍照', location: '记位置', sharing: '转给别的单位' }, consentYes: '同意', consentNo: '没同意', consentGuardian: '监护人同意', guardian: '监护人',
    history: '来往', historyMine: '您去过的', noHistory: '还没有探访记录。记第一次，这里就会有一张日历。', heat: '近半年 {n} 天有探访', heatDay: '{day}：{n} 次', tableOpen: '按天列出来', tableDate: '日期', tableValue: '次数', less: '少', more: '多',
    by: '{name}', byYou: '您', weekdays: { mon: '一', wed: '三', fri: '五', sun: '日' }, cardOnly: '您这里只有联系需要的几样。身份证号、群体、风险都不在这台手机上。', since: '{day}登记',
  },
  visit: {
    step: '第 {n} 步，共 {of} 步', door: '见到人了吗？', doorPhone: '电话打通了吗？', mode: '怎么去的', modes: { home: '上门', phone: '打电话' },
    results: { home: '在家', nobody: '没人', vacant: '空置', refused: '不让进' }, resultHints: { home: '见到了', nobody: '敲门没应', vacant: '房子没人住', refused: '这次不想见' },
    phoneResults: { home: '通了', nobody: '没人接', vacant: '空号停机', refused: '不愿说' }, phoneHints: { home: '说上话了', nobody: '响了没接', vacant: '打不通', refused: '这次不想说' },
    when: '时间：{at}', changeTime: '改时间', whenLabel: '什么时候去的', future: '时间在将来，请改一下', last: '上次 · {day} · {who}', lastNothing: '上次没有写情况',
    tell: '情况怎么样？', needs: '看到什么需要', moreNeeds: '别的…', voice: '说一段', voiceMore: '再说一段', voiceStop: '说完了', recording: '正在录 {time}', play: '听一遍', stopPlay: '停', remove: '不要这个',
    voiceNo: '话筒打不开。请在手机设置里允许浏览器用话筒，或者打一句话。', voiceOnly: '录音只录您自己说的话。', photo: '拍一张', photoMore: '再拍一张', photoAlt: '照片 {n}',
    noPhoto: '{name}没有同意拍照，所以这里不能拍。', optional: '照片、录音可以不要，一样算数。', sentence: '想写一句也行', save: '存好', saving: '正在存…',
    fileFailed: '这个文件没有存下来。手机空间可能满了，删掉些东西再试；其他内容都还在。', leaveTitle: '还没有存', leave: '这次探访还没存。离开这一页会留着，关掉一米就没有了。', draftHeld: '退出去不会丢，回来接着记。',
    mending: '改好再交：原来那条会保留，标明被这条代替。', needResult: '请先选一个',
  },
  call: {
    title: '敲门没人应', titlePhone: '电话没人接', titleRefused: '这次没让进', lastMet: '最后一次见到是 {day}。', lastMetDays: '最后一次见到是 {n} 天前。', neverMet: '还没有见到过的记录。', heading: '打个电话问问',
    self: '本人', household: '同一户', neighbour: '同屯的邻居', station: '社工站', staff: { 'station-head': '站长', 'station-worker': '社工', 'village-worker': '村社工', 'hamlet-volunteer': '屯志愿者' },
    offline: '没有网也能打。', nobody: '手机里没有可以打的号码。请到隔壁问一声，再告诉村干部。', urgent: '担心出事（喊不应、有异味、灯亮着）：先打 120 或 110，再打站里。', emergency: '急救 120', police: '报警 110',
    fine: '问到了，人没事', unreached: '都找不到人', other: '先记下来', fineText: '敲门没人应，打电话问到了，人没事。', unreachedText: '敲门没人应，电话都没联系上，请站里接着找。', fineRefused: '这次没让进，问过了，人没事。', unreachedRefused: '这次没让进，也没问到情况，请站里接着跟。',
  },
  saved: {
    title: '存好了', filled: '这一次，帮您填好了', ledger: '探访台账', ledgerHow: '{day} 一条', month: '本月探访人次', monthHow: '您的第 {n} 次', village: '{room}本月', villageHow: '第 {n} 次', file: '{name}的档案', fileHow: '共 {n} 次', next: '下次应访', nextHow: '{day}前', nextLater: '送达后算出', notCounted: '手机时间不对，这次先不计入', 
    clock: '手机时间差得太多。记录存好了，但先不计入数字。请把手机时间改成自动，再点“改一改”。', nextPerson: '下一户：{name}', home: '回到今天', mend: '改一改', callStation: '都没联系上：现在打给社工站',
  },
  receipt: {
    label: '这条记录走到哪了', reached: '到了', pending: '还没到', kept: '存在手机', received: '已送达', counted: '已计入', reviewed: '已审阅',
    offline: '没有网。有网了自己会传，您不用管。', sending: '正在往外传，您不用管。', waits: '在等前面一条先处理好。', refused: '站里没能收下，等您改。', questioned: '站里有话问您。照样计入。', answered: '您答复了，等站里看。', withdrawn: '已撤回，不计入。', rejected: '站里退回，不计入：{reason}', implausible: '手机时间不对，先不计入。', deposited: '记录到了，文件还在传',
    photo: '照片', voice: '录音', fileHere: '存在手机，等有网', fileOnWay: '正在传', fileThere: '已送达',
  },
  outbox: {
    title: '传到哪了', lastSync: '上次传好：{at}', neverSynced: '还没有连上过', turn: '要您处理 · {n} 条', waiting: '等着传 · {n} 条', nothing: '都传好了', nothingNext: '手机里没有等着传的，也没有要您处理的。', syncNow: '现在传一次', syncing: '正在传…', offlineNow: '现在没有网。不用守着，有网了它自己传。', fix: '改好再交', drop: '撤回', dropSure: '撤回这一条？内容会留在记录里，但不再提交。', why: '没收下的原因', files: '{n} 个文件等着传', answer: '去答复', all: '看全部记录', done: '传好了', content: '内容', predicted: '先提醒您：{why}',
  },
  records: {
    title: '我的记录', filters: { all: '全部', waiting: '还在路上', turn: '要处理' }, emptyTitle: '还没有记录', emptyNext: '记一次探访，这里就有它的回执：送达没有、计入没有、站里看过没有。', emptyFilter: '这里没有了', emptyFilterNext: '没有符合的记录。', legend: '看哪些', outbox: '传到哪了',
    numbers: '我的数字', more: '再看 {n} 条', filtered: '{month} · {what} · {n} 条', showAll: '看全部',
  },
  record: {
    title: '探访记录', gone: '没有这条记录', goneNext: '它可能不在这台手机上了。', findings: '情况', noFindings: '没有写', needs: '看到的需要', files: '照片和录音', question: '站里问您', yourAnswer: '您的答复', answer: '写答复', send: '交上去', needAnswer: '请写一句答复', sent: '答复存好了，有网就传', 
    correct: '改这条', withdraw: '撤回这条', withdrawTitle: '为什么撤回？', reasons: { twice: '记重了', person: '记错人了', notDone: '没有去成', other: '别的原因' }, withdrawDo: '撤回', withdrawKeep: '记录不会消失，只是不再计入，站里看得到原因。', correctTitle: '改这条探访', correctLead: '改结果、情况和需要。原来写的会留底。', correctSave: '改好了', person: '看这个人', fileMissing: '文件不在这台手机上了，站里看得到。',
    mine: '您记的', stateReason: '原因',
  },
  commands: {
    'record-visit': '探访', 'correct-visit': '改探访', 'withdraw-visit': '撤回探访', 'answer-question': '答复', 'register-client': '登记', 'correct-client': '改档案', 'withdraw-command': '撤回', 'withdraw-consent': '收回同意', other: '一次操作',
  },
  numbers: {
    title: '我的数字', month: '月份', previous: '上个月', following: '下个月', own: '您的探访', ownUnit: '次', asOf: '截至 {at}', pending: '其中 {n} 次还没送达', byResult: '按结果', heads: { what: '结果', bar: '多少', value: '次数' }, village: '{room}的探访', villageNote: '村里所有人记的', villagePending: '含您还没送达的 {n} 次', left: '没计入 {n} 条', leftWhy: { withdrawn: '撤回', rejected: '退回', implausible: '手机时间不对' }, met: '见到的人', metUnit: '人', people: '该关心的人', overdue: '过期没去', overdueNote: '其中高风险 {n} 人', none: '这个月还没有', villageRecords: '{room} · {month}', villageCount: '{n} 条，按时间从近到远', villageEmpty: '这个月村里还没有探访记录',
    same: '这个数和站里、县里看到的是同一个。', open: '点数字，看每一条。',
  },
  register: {
    title: '登记一个人', mend: '改好再登记', name: '姓名', needName: '请填姓名', pinyin: '拼音', pinyinHint: '看一眼对不对，不对就改。以后用拼音找他。', id: '身份证号', idHint: '没带可以不填。填了，出生日期和性别就不用填。', idWrong: '这个号码不对，请对着证件再看一遍。', idOk: '号码对的：{birth}生，{sex}', idHeld: '身份证号只存在社工站，村里的手机看不到。', sex: '性别', sexes: { male: '男', female: '女', unknown: '先不填' }, birth: '出生日期', phone: '电话', phoneHint: '自己的，或者家里人的', room: '村', hamlet: '屯', hamletHint: '比如：上屯', groups: '属于哪些群体', groupsHint: '可以多选，也可以先不选', moreGroups: '别的群体…', risk: '要多勤去看', consent: '同意了哪些事', consentLead: '一样一样问，不同意就不勾。', consentAsk: { service: '让我们登记并上门关心', photo: '探访时拍照留底', location: '记下探访的位置', sharing: '需要时把情况转给别的单位' }, guardian: '监护人姓名', guardianWhy: '不满 14 岁，要监护人来同意。', needGuardian: '不满 14 岁，请填同意的监护人', needConsent: '本人（或监护人）同意接受服务，才能登记', twin: '也许已经登记过', twinNext: '是同一个人就点开看；不是，照样登记，站里会核对。', save: '登记', saved: '{name}登记好了', savedNext: '现在就可以给他记探访。', another: '再登记一个', toPerson: '看档案', assignee: '谁来联系', nobody: '先不定', birthFuture: '出生日期在将来，请改一下',
  },
  me: {
    title: '我', posts: '岗位', language: '语言', room: '我在的村', lock: '锁上', changePin: '改 6 位密码', signOut: '退出登录', signOutLead: '退出后，这台手机上您的资料会锁着；没传的照样会传。', signOutSure: '退出登录？', unsentWarn: '还有 {n} 条没传出去。最好先连上网传完。', storage: '手机存储', storageYes: '浏览器答应替您留住资料。', storageNo: '浏览器没答应留住资料：空间紧的时候可能被清。请把一米“添加到桌面”，并常连网传一传。', storageAsking: '正在问浏览器…', ask: '再问一次', version: '版本', update: '有新版本', updateLead: '更新不会丢没传的记录。', updateDo: '更新', numbers: '我的数字', outbox: '传到哪了', register: '登记一个人', draftWarn: '还有一条没记完的探访，锁上就没有了。', help: '有问题打给社工站',
  },
  roles: {
    'hamlet-volunteer': '屯志愿者', 'village-worker': '村社工', 'station-worker': '站社工', 'station-head': '站长', 'agency-manager': '机构管理', 'county-officer': '县级管理', 'township-officer': '乡镇管理', 'city-officer': '市级管理', evaluator: '评估', supervisor: '督导', administrator: '系统管理',
  },
  deskRole: { title: '这个账号请用电脑', next: '您的岗位不在村里记探访，数字和审阅在电脑上看。' },
  problems,
  problemKinds,
  fields,
  codes,
};
