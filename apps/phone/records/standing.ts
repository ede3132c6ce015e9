/**
 * Where one record stands, from what the phone knows: 存在手机 → 已送达 → 已计入 → 已审阅. "Counted" is said only of a row that
 * the server has confirmed and that counts (law N5); what the phone only expects is never shown as done.
 */
import type { OwnVisit } from '@yimi/services';
import type { Entry } from '@yimi/sync';
import type { ReceiptState } from '@yimi/ui';
import type { Key } from '../words.ts';

export const steps = { kept: 0, received: 1, counted: 2, reviewed: 3 } as const;

export interface Standing {
  readonly current: number;
  readonly state: ReceiptState | null;
  readonly text: Key | null;
}

export function standingOf(entry: Entry | undefined, visit: OwnVisit | null, online: boolean): Standing {
  if (entry?.state === 'refused') return { current: steps.kept, state: 'needs-you', text: 'receipt.refused' };
  if (entry?.state === 'waiting') return { current: steps.kept, state: 'waiting', text: 'receipt.waits' };
  if (entry?.state === 'pending') {
    return { current: steps.kept, state: 'waiting', text: online ? 'receipt.sending' : 'receipt.offline' };
  }
  if (entry?.state === 'accepted' || visit === null) return { current: steps.received, state: null, text: null };
  return confirmed(visit);
}

function confirmed(visit: OwnVisit): Standing {
  if (visit.state === 'withdrawn') return { current: steps.received, state: 'withdrawn', text: 'receipt.withdrawn' };
  if (visit.state === 'rejected') return { current: steps.received, state: 'withdrawn', text: 'receipt.rejected' };
  if (!visit.plausible) return { current: steps.received, state: 'needs-you', text: 'receipt.implausible' };
  if (visit.review === 'questioned') return { current: steps.counted, state: 'questioned', text: 'receipt.questioned' };
  if (visit.review === 'answered') return { current: steps.counted, state: 'questioned', text: 'receipt.answered' };
  return { current: visit.review === 'reviewed' ? steps.reviewed : steps.counted, state: null, text: null };
}
