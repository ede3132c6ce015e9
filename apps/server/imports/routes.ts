/**
 * The wizard's way in and out. A file is sent, looked over, tried out as often as one likes (nothing is written), and then
 * imported by one command; the rest is the job's. Whoever asks is authorised by the posts they hold for the command that the
 * rows become; a file or an import of others is as one that is not there (law A5).
 */

import type { Problem } from '@yimi/kernel';
import { dayOf, Id, isProblem, uuidv7 } from '@yimi/kernel';
import { importTargets } from '@yimi/network';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { takes, takesBytes } from '../http/open-api.ts';
import { TextInput } from '../reads/input.ts';
import { notForYou, notFound } from '../reads/problems.ts';
import type { Actor } from '../reads/reader.ts';
import type { Answered, ImportParts } from './asking.ts';
import { answering, mayImport } from './asking.ts';
import type { TargetName } from './choices.ts';
import { Choices } from './choices.ts';
import { kindsFor, likeliest } from './kinds.ts';
import type { LedgerFile } from './ledger-files.ts';
import { lookAgain, lookOver, proposedChoices } from './look-over.ts';
import { wrongChoices } from './plan.ts';
import { previewOf } from './preview.ts';
import { emptyFile, fileForgotten, tooMuch } from './problems.ts';
import type { Ledger } from './reading/ledger.ts';
import { limits } from './reading/ledger.ts';
import { reportRoutes } from './report-routes.ts';
import { memoryOf, placesFor, settingOf } from './setting.ts';
import type { ImportTarget } from './target.ts';
import { targets } from './targets/index.ts';
import { fieldWord, languages, wordsIn } from './words/index.ts';

function targetFor(actor: Actor, name: TargetName, stationId: string | null): ImportTarget | Problem {
  const target = targets.get(name);
  if (target === undefined) return notForYou();
  const fits = target.reach === 'either' || (target.reach === 'station') === (stationId !== null);
  return fits && mayImport(actor, target, stationId) ? target : notForYou();
}

interface OpenFile {
  readonly target: ImportTarget;
  readonly file: LedgerFile;
  readonly ledger: Ledger;
}

async function openFile(
  parts: ImportParts,
  actor: Actor,
  asked: { target: TargetName; stationId: string | null; fileId: string },
): Promise<OpenFile | Problem> {
  const target = targetFor(actor, asked.target, asked.stationId);
  if (isProblem(target)) return target;
  const file = await parts.files.find(actor.countyId, actor.userId, asked.fileId);
  if (file === null) return fileForgotten();
  const ledger = await parts.opened.open(actor.countyId, file.sha256);
  return isProblem(ledger) ? ledger : { target, file, ledger };
}

const OfFile = z.strictObject({ target: z.enum(importTargets), stationId: z.nullable(Id), fileId: Id });
const Look = OfFile.extend({
  sheet: z.number().int().min(0).max(99),
  top: z.number().int().min(1).max(1_048_576),
  bottom: z.number().int().min(0).max(1_048_576),
});
const Preview = z.strictObject({ stationId: z.nullable(Id), fileId: Id, choices: Choices });
const Start = Preview.extend({
  importId: Id,
  learned: z.array(z.strictObject({ heading: TextInput(120).min(1), field: z.nullable(z.string().max(60)) })).max(300),
});
const Words = z.object({ lang: z.enum(languages).optional() });

export function importRoutes(app: FastifyInstance, parts: ImportParts): void {
  app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: limits.fileBytes + 1024 },
      (_request, body, done) => done(null, body),
    );
    scope.post(
      '/api/imports/files',
      { bodyLimit: limits.fileBytes + 1024, ...takesBytes('application/octet-stream') },
      async (request, reply) =>
        answering(parts, z.strictObject({}), (actor) => upload(parts, actor, request))(request, reply),
    );
  });
  app.get(
    '/api/imports/kinds',
    takes(z.strictObject({})),
    answering(parts, z.strictObject({}), async (actor) => ({ kinds: await kindsFor(parts, actor) })),
  );
  app.post(
    '/api/imports/look-as',
    takes(OfFile),
    answering(parts, OfFile, (actor, input) => lookAsKind(parts, actor, input)),
  );
  app.post(
    '/api/imports/look',
    takes(Look),
    answering(parts, Look, (actor, input) => look(parts, actor, input)),
  );
  app.post(
    '/api/imports/preview',
    takes(Preview),
    answering(parts, Preview, (actor, input) => preview(parts, actor, input)),
  );
  app.post(
    '/api/imports',
    takes(Start),
    answering(parts, Start, (actor, input) => start(parts, actor, input)),
  );
  app.get(
    '/api/imports/words',
    takes(Words),
    answering(parts, Words, async (_actor, { lang }) => wordsAnswer(lang ?? 'zh-CN')),
  );
  reportRoutes(app, parts);
}

function wordsAnswer(language: (typeof languages)[number]): object {
  const words = wordsIn(language);
  const fields = Object.fromEntries(
    [...targets].map(([name, { fields }]) => [
      name,
      fields.fields.map(({ key }) => ({ key, word: fieldWord(words, key) })),
    ]),
  );
  return { faults: words.faults, remarks: words.remarks, fields };
}

/** The name travels in a header, percent-encoded: it may tell of people, and addresses are written into logs. */
function nameOf(request: FastifyRequest): string {
  const given = request.headers['x-file-name'];
  try {
    const name = decodeURIComponent(typeof given === 'string' ? given : '').toWellFormed();
    return (
      name
        .replace(/^.*[\\/]/, '')
        .replace(/\p{Cc}/gu, '')
        .slice(-120) || 'ledger'
    );
  } catch {
    return 'ledger';
  }
}

async function upload(parts: ImportParts, actor: Actor, request: FastifyRequest): Promise<Answered> {
  const { body } = request;
  const kinds = await kindsFor(parts, actor);
  if (kinds.length === 0) return notForYou();
  if (!Buffer.isBuffer(body) || body.length === 0) return emptyFile();
  if (body.length > limits.fileBytes) return tooMuch('bytes', limits.fileBytes / 1024 / 1024);
  const file = await parts.files.keep(actor.countyId, actor.userId, nameOf(request), body);
  const ledger = await parts.opened.open(actor.countyId, file.sha256);
  if (isProblem(ledger)) return ledger;
  return { fileId: file.id, kinds, proposed: likeliest(ledger, kinds) };
}

/** One kind of ledger at one place: what each sheet and column is taken for. */
async function lookAsKind(parts: ImportParts, actor: Actor, input: z.infer<typeof OfFile>): Promise<Answered> {
  const open = await openFile(parts, actor, input);
  if (isProblem(open)) return open;
  const { target, file, ledger } = open;
  const today = dayOf(parts.now());
  return parts.database.inCounty(actor.countyId, async (trx) => {
    const { villages } = await placesFor(trx, input.stationId);
    const { memory } = await memoryOf(trx, target.name, input.stationId, today);
    const sheets = lookOver(ledger, target, villages, memory);
    const proposed = proposedChoices(sheets, target.name);
    // Without a table in sight the wizard asks where the heading is.
    const choices = isProblem(proposed) ? null : proposed;
    return {
      fileId: file.id,
      name: file.name,
      bytes: file.bytes,
      format: ledger.format.kind,
      sheets,
      choices,
      villages: villages.map(({ id, name }) => ({ id, name })),
      required: target.required,
      needsConsent: target.needsConsent,
    };
  });
}

async function look(parts: ImportParts, actor: Actor, input: z.infer<typeof Look>): Promise<Answered> {
  const open = await openFile(parts, actor, input);
  if (isProblem(open)) return open;
  return parts.database.inCounty(actor.countyId, async (trx) => {
    const { villages } = await placesFor(trx, input.stationId);
    const { memory } = await memoryOf(trx, input.target, input.stationId, dayOf(parts.now()));
    return lookAgain(open.ledger, input.sheet, input, open.target, villages, memory) ?? notFound();
  });
}

async function preview(parts: ImportParts, actor: Actor, input: z.infer<typeof Preview>): Promise<Answered> {
  const open = await openFile(parts, actor, { ...input, target: input.choices.target });
  if (isProblem(open)) return open;
  const wrong = wrongChoices(input.choices, open.target, false);
  if (wrong !== null) return wrong;
  const asked = {
    countyId: actor.countyId,
    stationId: input.stationId,
    userId: actor.userId,
    today: dayOf(parts.now()),
    since: parts.now(),
  };
  const setting = await parts.database.inCounty(actor.countyId, (trx) =>
    settingOf(trx, asked, open.ledger, input.choices),
  );
  return previewOf(parts, open.ledger, open.target, setting);
}

async function start(parts: ImportParts, actor: Actor, input: z.infer<typeof Start>): Promise<Answered> {
  const { choices, importId, learned } = input;
  const open = await openFile(parts, actor, { ...input, target: choices.target });
  if (isProblem(open)) return open;
  const wrong = wrongChoices(choices, open.target, true);
  if (wrong !== null) return wrong;
  const stationId = input.stationId;
  const { owner } = await parts.database.inCounty(actor.countyId, (trx) =>
    memoryOf(trx, choices.target, stationId, dayOf(parts.now())),
  );
  const command = {
    importId,
    target: choices.target,
    stationId,
    fileSha256: open.file.sha256,
    fileName: open.file.name,
    choices,
    learnedFor: owner,
    // A column without a heading is another one in the next file.
    learned: owner === null ? [] : learned.filter(({ heading }) => !/^column\d+$/.test(heading)),
  };
  const refused = await parts.push(actor, 'network.open-import', command, uuidv7(parts.now(), parts.random(10)));
  return refused ?? { importId };
}
