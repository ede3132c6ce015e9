/** Questionnaires (问卷): what they refuse, what their commands are called. */

/** What forms refuse. */
export const formProblems = {
  forms: {
    'no-such-form': { title: '找不到这份问卷', next: '刷新看看最新的问卷列表。' },
    'no-such-answer': { title: '找不到这张答卷，或者已经作废', next: '刷新看看；作废的可以按原来的编号重新录。' },
    'not-your-village': { title: '这个村不归本站', next: '请选本站的村；是别站的纸，请交给那个站录。' },
    elsewhere: { title: '这份问卷是别的站的', next: '请选本站的问卷，或者另写一份。' },
    closed: { title: '这份问卷已经收齐', next: '要改就先重新打开；要再问一次，请写一份接着它的新问卷。' },
    'not-open': { title: '这份问卷现在不收答卷', next: '还没发出的先发出；已经收齐的先重新打开。' },
    'not-closed': { title: '这份问卷没有收齐', next: '不用重新打开，现在就能录。' },
    'nothing-new': { title: '和已经发出的一样', next: '改了题目再发；没改就不用发。' },
    'no-such-revision': { title: '没有这一版', next: '刷新页面，再录这一张。' },
    'paper-taken': { title: '{paper} 号已经录过了', next: '核对纸上的编号；录错了就先把那一张作废，再重新录。' },
    'paper-missing': { title: '还没写纸上的编号', next: '请先给每张纸编上号，再录。' },
    'already-answered': { title: '这份答卷已经收到了', next: '不用再交一次。' },
    'wrong-id': { title: '编号和答卷对不上', next: '刷新页面，再录这一张。' },
    'day-ahead': { title: '日子还没到', next: '填的日子不能晚于今天，请改对。' },
    'follows-itself': { title: '问卷不能接着自己', next: '请选更早的那一份。' },
    'no-questions': { title: '还没有题目', next: '至少写一道要人回答的题，再发出。' },
    'name-twice': { title: '第 {question} 题和别的重了', next: '请删掉这一题，重新加一道。' },
    'no-label': { title: '第 {question} 题没写全', next: '把题目和每个选项都写上字，再发出。' },
    'few-choices': { title: '第 {question} 题至少要两个选项', next: '再加选项，或者改成写字的题。' },
    'choices-not-asked': { title: '第 {question} 题不用选项', next: '改成单选或多选，或者去掉选项。' },
    unreadable: { title: '第 {question} 题的条件看不懂', next: '请重新选“在什么情况下问”。' },
    'asks-later': { title: '第 {question} 题的条件用到了后面的题', next: '条件只能用前面的题，请调整顺序或重新选。' },
    'answer-missing': {
      title: '第 {question} 题没有答',
      next: '这一题必答，请补上；本人不愿答就选“不愿说”一类的选项。',
    },
    'answer-wrong-type': { title: '第 {question} 题答得不对', next: '要数字的填数字，要日子的填日子；太长就写短些。' },
    'answer-no-such-choice': { title: '第 {question} 题没有这个选项', next: '请重新选。' },
    'answer-constraint': { title: '第 {question} 题的答案不合要求', next: '看看是不是录错了，比如年纪多打一位。' },
    'answer-not-asked': {
      title: '第 {question} 题不该答',
      next: '按前面的回答，这一题不用问；请去掉，或改前面的回答。',
    },
  },
} as const;

/** What commands about questionnaires are called. */
export const formCommands = {
  forms: {
    'save-draft': '存问卷草稿',
    publish: '发出问卷',
    close: '问卷收齐',
    reopen: '重新打开问卷',
    answer: '录一张答卷',
    'strike-answer': '作废一张答卷',
    'forget-words': '按保存期限删掉问卷上写的话',
  },
} as const;
