/** The invented county's answers about the queue, the tray, the audit. */
import { derivedId } from '@yimi/kernel';
import type { Audit, Queue, Tray, VisitPage } from '../api.ts';
import type { County } from './invented-county.ts';
import { now } from './invented-county.ts';
import { visitRow } from './read-figures.ts';

const pageSize = 40;
const id = (label: string): string => derivedId('invented', label);

export function queueAt(county: County, stationId: string, state: string): Queue {
  const waiting = county.visits
    .filter((visit) => visit.stationId === stationId && visit.state === 'counted' && visit.review !== 'reviewed')
    .reverse();
  const of = (review: string) => waiting.filter((visit) => visit.review === review);
  return {
    rows: of(state)
      .slice(0, 60)
      .map((visit) => visitRow(county, visit, true)),
    next: null,
    counts: { open: of('open').length, questioned: of('questioned').length, answered: of('answered').length },
  };
}

export function visitPage(county: County, visitId: string): VisitPage | null {
  const visit = county.visits.find((one) => one.id === visitId);
  const client = visit === undefined ? undefined : county.clients.get(visit.clientId);
  if (visit === undefined || client === undefined) return null;
  const { kind: _kind, files: _files, leftOut: _leftOut, ...row } = visitRow(county, visit, true);
  const file = (kind: 'photo' | 'voice', n: number) => ({
    id: derivedId(visit.id, `${kind}${n}`),
    kind,
    sha256: `${kind === 'photo' ? `0${n}` : 'ff'}${visit.id.replaceAll('-', '')}`.padEnd(64, '0'),
    mime: kind === 'photo' ? 'image/jpeg' : 'audio/webm',
    bytes: kind === 'photo' ? 184_320 + n * 9000 : 64_000,
    takenAt: visit.occurredAt,
    arrivedAt: visit.arrived ? visit.recordedAt : null,
    name: null,
    turned: 0,
    withheld: false,
    authorName: row.authorName,
    place: kind === 'photo' && n === 0 ? { lat: 25.78, lon: 109.6, accuracy: 1000 } : null,
  });
  return {
    ...row,
    recordedAt: visit.recordedAt,
    hamlet: client.hamlet,
    groups: client.groups,
    authorId: visit.authorId,
    authorRole: county.staff.find((one) => one.userId === visit.authorId)?.role ?? 'village-worker',
    findings: visit.findings,
    needs: visit.needs,
    withoutConsent: false,
    stateReason: visit.stateReason,
    question: visit.question,
    answer: visit.answer,
    reviewedByName: null,
    withheld: false,
    files: [
      ...Array.from({ length: visit.photos }, (_, n) => file('photo', n)),
      ...Array.from({ length: visit.voices }, (_, n) => file('voice', n)),
    ],
    earlier: county.visits
      .filter((one) => one.clientId === visit.clientId && one.occurredAt < visit.occurredAt)
      .reverse()
      .slice(0, 3)
      .map((one) => visitRow(county, one, true)),
  };
}

export function trayOf(county: County): Tray {
  const [one, two] = county.visits.slice(-40);
  const said = (visit: typeof one) => ({
    visitedAt: visit?.occurredAt ?? now,
    result: 'home',
    mode: 'home',
    findings: visit?.findings ?? '',
    needs: ['助餐'],
  });
  const line = (
    label: string,
    status: Tray['rows'][number]['status'],
    more: Partial<Tray['rows'][number]>,
  ): Tray['rows'][number] => ({
    id: id(label),
    kind: status === 'deposited' ? 'deposit' : 'receipt',
    status,
    name: 'services.record-visit',
    authorName: '杨秀英',
    depositorName: null,
    occurredAt: now - 7_200_000,
    recordedAt: now - 3_600_000,
    problem: null,
    input: said(one),
    ...more,
  });
  return {
    rows: [
      line('deposit', 'deposited', {
        authorName: '潘家旺',
        occurredAt: now - 400_000_000,
        recordedAt: now - 90_000_000,
        problem: { problem: true, code: 'deposits.account-disabled', kind: 'forbidden', details: {} },
        input: said(two),
      }),
      line('tray 1', 'refused', {
        problem: {
          problem: true,
          code: 'services.no-photo-consent',
          kind: 'invalid',
          field: 'input.files',
          details: {},
        },
      }),
      line('tray 2', 'waiting', {
        name: 'services.correct-visit',
        problem: { problem: true, code: 'sync.waits-for-another', kind: 'conflict', details: {} },
        input: { result: 'home', findings: '补一句：药已经送到。' },
      }),
    ],
  };
}

export function auditOf(cursor: number, outcome: string, action: string): Audit {
  const acts: [string, string, string | null][] = [
    ['services.record-visit', 'accepted', null],
    ['services.review-visit', 'accepted', null],
    ['services.confirm-evidence', 'accepted', null],
    ['people.correct-client', 'accepted', null],
    ['services.record-visit', 'refused', 'services.no-photo-consent'],
    ['people.reveal', 'accepted', null],
    ['people.register-client', 'accepted', null],
    ['network.open-post', 'accepted', null],
    ['services.question-visit', 'accepted', null],
    ['services.answer-question', 'accepted', null],
  ];
  const names = ['石明远', '蓝青', '杨秀英', '潘家旺', '吴志明'];
  const all = Array.from({ length: 240 }, (_, n) => {
    const [what = 'services.record-visit', how = 'accepted', code = null] = acts[(n * 7) % acts.length] ?? [];
    return {
      id: id(`audit ${n}`),
      seq: n < 3 ? null : 18_432 - n,
      at: now - n * 437_000,
      actorName: what === 'services.confirm-evidence' ? null : (names[n % names.length] ?? null),
      action: what,
      outcome: how,
      problemCode: code,
      purpose: what === 'people.reveal' ? '替本人申请临时救助，核对证件号' : null,
      hasSubject: !what.startsWith('network'),
    };
  }).filter((row) => (outcome === '' || row.outcome === outcome) && (action === '' || row.action === action));
  const next = cursor + pageSize < all.length ? String(cursor + pageSize) : null;
  return {
    rows: all.slice(cursor, cursor + pageSize),
    next,
    chain: { sealedTo: 18_429, entries: 18_432, whole: null, sealedAt: null },
  };
}
