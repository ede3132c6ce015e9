/** Volunteers (志愿者): what the program says of profiles, projects and partners when it refuses or lists acts. */
import { companionCommands, companionProblems } from './companions.ts';
export const volunteerCommands = {
  volunteers: {
    add: '登记志愿者',
    correct: '改志愿者资料',
    pause: '志愿者暂停',
    resume: '志愿者恢复',
    end: '志愿者退出',
    'save-partner': '登记或改合伙人',
    'save-project': '登记或改服务项目',
    export: '导出志愿服务上报表',
    offer: '请志愿者帮忙',
    'answer-offer': '志愿者回话',
    'withdraw-offer': '收回邀约',
    'end-task': '志愿者办完或退回',
    'expire-offers': '邀约到期',
    ...companionCommands,
  },
} as const;

export const volunteerProblems = {
  volunteers: {
    'already-added': { title: '这个人已经登记成志愿者', next: '不用再登记，刷新名单就能看到。' },
    'no-such-profile': { title: '找不到这位志愿者', next: '刷新看看最新的名单。' },
    'has-ended': { title: '这位志愿者已经退出', next: '又来帮忙就重新登记，编号不变。' },
    'not-paused': { title: '这位志愿者没有暂停', next: '不用恢复，刷新看看。' },
    'no-post-there': { title: '这个账号在本站没有岗位', next: '请先给他开志愿者岗，或者按没有账号登记。' },
    'unknown-village': { title: '这个村不在册', next: '可能已经并村，请重新选一个。' },
    'village-elsewhere': { title: '这个村不归本站', next: '请选本站的村；搬到别站的，先在这里办退出，再由那边登记。' },
    'day-to-come': { title: '日期还没到', next: '同意和培训要写已经过去的日子，请改对。' },
    'pause-is-past': { title: '暂停到的日子已经过了', next: '请选今天或以后的日子；说不准就不填。' },
    'unknown-station': { title: '这个站不在册', next: '刷新页面，再选一次。' },
    'no-such-need': { title: '找不到这条需求', next: '刷新看看，可能已经转到别的站。' },
    'need-not-open': { title: '这条需求已经办结', next: '要再请人，先把它重新打开。' },
    'not-theirs': { title: '有危险信号的不请志愿者', next: '请站里的人自己去，先把危险信号判清楚。' },
    'helper-elsewhere': { title: '这位志愿者不在本站', next: '请找那边的站商量，由他们来请。' },
    'may-not-be-asked': { title: '这位志愿者现在不能请', next: '没有同意被邀请，或者在暂停；先问过本人，改好资料。' },
    'offered-already': { title: '已经请过，在等回话', next: '不用再请；急的话打电话问。' },
    'declined-before': { title: '他说过这件事不方便', next: '同一件事不再请他，请换一个人。' },
    'offer-is-past': { title: '回话的日子不对', next: '请选今天到{last}之间的日子。' },
    'no-such-offer': { title: '找不到这次邀约', next: '刷新看看最新的情况。' },
    'not-offered': { title: '这次邀约已经有了结果', next: '刷新看看，可能别人刚记下。' },
    'no-such-partner': { title: '合伙人名单里没有这一家', next: '请先把它登记进去，或者选本站自己办。' },
    ...companionProblems,
  },
} as const;
