/** Volunteers (志愿者): what the program says of profiles, projects and partners when it refuses or lists acts. */
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
    'no-such-partner': { title: '合伙人名单里没有这一家', next: '请先把它登记进去，或者选本站自己办。' },
  },
} as const;
