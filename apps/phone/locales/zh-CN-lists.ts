/** 中文: texts for problems by code, saying what to do; and the code lists, which are kept in Chinese already. */
import { specialGroups } from '@yimi/people';
import { needKinds } from '@yimi/services';

export type Code = (typeof specialGroups)[number] | (typeof needKinds)[number];

const own = [...specialGroups, ...needKinds].map((code) => [code, code]);
// Built by a loop, which the compiler cannot follow: every code names itself.
export const codes = Object.fromEntries(own) as Record<Code, string>;

export const problemKinds = {
  invalid: '填的内容有一处不对。请看看红字的地方，改好再交。',
  unauthenticated: '登录过期了。请再登录一次，手机里的记录都在。',
  forbidden: '您的岗位不能做这一步。要做的话，请问站长。',
  'not-found': '没找到。可能已经改了或交给了别人，请问站里。',
  conflict: '和别人刚改的碰上了。请看看现在的内容，再决定要不要改。',
  'stale-client': '一米的版本太旧了。请连上网，到“我”里点“更新”。没传的记录不会丢。',
  unavailable: '现在办不了。过一会儿再试，内容都存着。',
};

export const problems = {
  sync: {
    'unknown-command': '服务器还不认识这一步。请到“我”里更新一米，再交一次。',
    'newer-than-server': '服务器还没更新到这个版本。不用管，它更新后会自动收下。',
    'too-old': '这条是旧版本写的。请到“我”里点“更新”，然后改好再交。',
    'wrong-shape': '有一处填得不对（{field}）。请点“改好再交”，看看那一处。',
    'out-of-reach': '这个人或这条记录不归您管了。请问站长：是不是换了人联系。',
    fault: '服务器出了点问题，已经记下来。内容都在手机里，过一会儿会自动再传。',
    'id-reused': '这条和以前一条编号重了。请点“改好再交”，会换个新编号。',
    'waits-for-another': '它要等前面一条先处理好。请先处理前面那条。',
    'nothing-to-mend': '要改的那条已经没有了。不用再交。',
    'already-mended': '这条已经改过或撤回了。不用再交。',
    'update-needed': '一米的版本太旧了。请连上网，到“我”里点“更新”。没传的记录不会丢。',
    'server-older': '服务器还在更新。不用管，它好了会自动收下。',
  },
  people: {
    'already-registered': '这个人已经登记好了，不用再登记。',
    'no-such-room': '没有这个村了，可能并村了。请改选一个村再交。',
    'invalid-citizen-id': '身份证号不对。请对着证件改好再交，或者先空着。',
    'guardian-needed': '不满 14 岁，要写监护人。请补上监护人的姓名再交。',
    'consent-needed': '要本人同意接受服务才能登记。请问过他，勾上“接受服务”再交。',
    'no-such-client': '找不到这个人了。可能并到另一份档案里，请问站里。',
    'not-active': '这个人的档案已经停了（搬走、去世或并档）。不用再改，有疑问请问站里。',
    'same-client': '选的是同一个人。请选两个不同的人。',
  },
  services: {
    'already-recorded': '这次探访已经收下了，不用再交。',
    'no-such-client': '找不到这个人了。请在“找人”里找到他，再记一次。',
    'client-not-active': '站里已经停了这个人的档案（搬走或去世）。如果确实去了，请打电话告诉站里，再撤回这条。',
    'no-such-visit': '找不到这条探访。可能已经撤回，请问站里。',
    'not-counted': '这条已经撤回或退回了，不能再改。需要的话，重新记一次。',
    'not-questioned': '站里没有在问这条，不用再答复。',
    'own-visit': '自己记的不能自己审。请别的同事来看。',
    'no-photo-consent': '这个人没有同意拍照。请点“改好再交”，去掉照片。',
    'unknown-room': '这个人的村在系统里找不到。请告诉站里，让他们先加上这个村。',
  },
  network: {
    'already-there': '已经有了，不用再加。',
    'no-such-station': '没有这个社工站。请重新选一个。',
    'no-such-room': '没有这个村。请重新选一个。',
    'room-is-merged': '这个村已经并到别的村。请选并过去的那个村。',
    'post-needs-place': '这个岗位要写明在哪个站、哪个村。请补上。',
    'post-already-ended': '这个岗位已经结束了。',
    'no-such-post': '没有这个岗位。请重新看看名单。',
  },
  device: {
    'wrong-pin': '密码不对，再试一次。',
    'no-vault': '这台手机上没有您的资料，或者密码已经清掉了。请重新登录。',
    'open-elsewhere': '一米已经在另一个窗口打开了。请关掉那个窗口，或者回到那里用。',
    'storage-full': '手机空间满了。删掉些照片或视频再试；已经存好的都在。',
    locked: '已经锁上了。请输 6 位密码打开。',
    'not-a-picture': '这个文件不是照片。请重新拍一张。',
    'file-too-big': '这个文件太大了，手机存不下。请拍小一点，或录短一点。',
    'unknown-sound': '这台手机录的声音格式收不了。请打一句话代替。',
    'no-connection': '现在连不上。走到有信号的地方再试；手机里的记录都在。',
    'signed-out': '登录过期了。请再登录一次，手机里的记录都在。',
    'update-needed': '一米的版本太旧了。请连上网，到“我”里点“更新”。没传的记录不会丢。',
    'server-not-ready': '服务器正在忙或在更新。过一会儿再试，内容都存着。',
  },
  auth: {
    'not-signed-in': '还没有登录。请先登录，手机里的记录都在。',
    'signed-out': '登录过期了。请再登录一次，手机里的记录都在。',
    'account-disabled': '这个账号停用了。手机里没传的照样会交到站里；有疑问请问站长。',
    'device-revoked': '这台手机被站里停用了。没传的照样会交到站里；要再用，请问站长。',
    'wrong-login': '用户名或密码不对。再看一眼大小写；忘了密码请找站长。',
    wait: '试错太多次了。请等 {waitSeconds} 秒再试，或者找站长重设。',
    busy: '现在登录的人太多。请等 {waitSeconds} 秒再试。',
    'password-too-short': '密码太短，至少要 {least} 位。请加长一点。',
    'password-too-long': '密码太长，最多 {most} 位。请短一点。',
    'password-too-weak': '这个密码太好猜。请换一个，不要用 12345678 这样的。',
    'password-is-login': '密码不能和用户名、手机号一样。请换一个。',
    'wrong-password': '原来的密码不对。请再试一次。',
    'code-unknown': '没有这个注册码。请对着站长给的再看一遍。',
    'code-used': '这个注册码用过了。请站长再给一个。',
    'code-expired': '这个注册码过期了。请站长再给一个。',
    'out-of-reach': '您的岗位不能做这一步。要做的话，请问站长。',
    'no-such-session': '那台手机已经退出了，不用再退。',
    'login-taken': '这个用户名有人用了。请换一个。',
    'phone-taken': '这个手机号已经有账号了。请用它登录，或者换一个号。',
    'wrong-phone': '手机号不对。请填 11 位手机号。',
    'wrong-login-name': '用户名只能用字母和数字。请换一个。',
    'evaluator-needs-end': '评估岗位要写到哪一天为止。请补上。',
    'city-role': '市级岗位要写明管哪些县。请补上。',
  },
  server: {
    'no-such-page': '没有这个页面。请回到首页。',
    'forged-request': '请求来路不对，没有收下。请从一米里重新打开再试。',
    'body-too-large': '一次传得太多。请少选几样再试；已经存的都在。',
    'wrong-content-type': '传的格式不对。请到“我”里更新一米再试。',
    'not-json': '传的内容不完整。请再试一次，内容都存着。',
    'bad-request': '这次没办成。请再试一次；还不行就到“我”里更新一米。',
    fault: '服务器出了点问题，已经记下来。内容都在手机里，过一会儿再试。',
  },
  deposits: {
    'wrong-shape': '寄出的内容不完整。请再寄一次。',
    'does-not-open': '寄出的内容服务器打不开。请连网更新一米，再寄一次。',
  },
};

/** Names of the fields that a problem may point at. */
export const fields = {
  name: '姓名', pinyin: '拼音', phone: '电话', idNumber: '身份证号', birthDay: '出生日期', guardian: '监护人', hamlet: '屯', consents: '同意的事', groups: '群体', roomId: '村', findings: '情况', needs: '需要', visitedAt: '时间', result: '结果', files: '照片和录音', answer: '答复', reason: '原因', other: '有一处',
};
