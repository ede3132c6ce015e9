/**
 * Deciding on visits: what is decided leaves the list at once and is held for five seconds, so that `u` can take it back;
 * a refusal brings it back with the reason.
 */
import type { Ref } from 'vue';
import { onScopeDispose, ref } from 'vue';
import type { VisitRow } from '../../api.ts';
import { Hold } from '../../core/held-act.ts';
import { sayDay } from '../../core/say.ts';
import { loadCommands, send } from '../../core/send.ts';
import { sayWrong } from '../../core/toast.ts';
import { countWaiting } from '../../core/waiting.ts';
import { t } from '../../locales/index.ts';

export type Decision =
  | { readonly kind: 'approve' }
  | { readonly kind: 'ask'; readonly question: string }
  | { readonly kind: 'reject'; readonly reason: string };

function commandOf(visitId: string, decision: Decision): { name: string; input: unknown } {
  if (decision.kind === 'approve') return { name: 'services.review-visit', input: { visitId } };
  if (decision.kind === 'ask')
    return { name: 'services.question-visit', input: { visitId, question: decision.question } };
  return { name: 'services.reject-visit', input: { visitId, reason: decision.reason } };
}

const heldWords = { approve: 'review.heldApprove', ask: 'review.heldAsk', reject: 'review.heldReject' } as const;

export interface ReviewActs {
  /** Whether the row was decided here and is not to be listed, held or sent. It comes back when its author has answered. */
  readonly isDecided: (row: VisitRow) => boolean;
  /** A new list has come: what it no longer shows as it was decided on need not be remembered. */
  readonly settle: (rows: readonly VisitRow[]) => void;
  readonly done: Ref<number>;
  readonly held: Ref<{ say: string } | null>;
  readonly decide: (row: VisitRow, decision: Decision) => void;
  readonly undo: () => boolean;
}

/** One visit is decided on again when it stands elsewhere: asked, then answered. */
const standing = (row: VisitRow): string => `${row.id} ${row.review}`;

export function reviewActs(restored: (id: string) => void): ReviewActs {
  const decided = ref<ReadonlyMap<string, 'held' | 'sent'>>(new Map());
  const done = ref(0);
  const held = ref<{ say: string } | null>(null);
  // What is held may have to go out while the page goes away.
  void loadCommands().catch(() => null);
  const hold = new Hold(() => {
    held.value = hold.act;
  });

  function bringBack(row: VisitRow): void {
    decided.value = new Map([...decided.value].filter(([key]) => key !== standing(row)));
    done.value -= 1;
    restored(row.id);
  }
  function settle(rows: readonly VisitRow[]): void {
    const shown = new Set(rows.map(standing));
    decided.value = new Map([...decided.value].filter(([key, how]) => how === 'held' || shown.has(key)));
  }

  function decide(row: VisitRow, decision: Decision): void {
    const who = `${row.clientName ?? t('words.nobody')} ${sayDay(row.occurredOn)}`;
    const { name, input } = commandOf(row.id, decision);
    decided.value = new Map([...decided.value, [standing(row), 'held']]);
    done.value += 1;
    hold.hold({
      id: row.id,
      say: t(heldWords[decision.kind], { who }),
      restore: () => bringBack(row),
      run: (leaving) => {
        void send(name, input, leaving).then((sent) => {
          void countWaiting();
          if (sent.ok) {
            decided.value = new Map([...decided.value, [standing(row), 'sent']]);
            return;
          }
          bringBack(row);
          sayWrong(sent.problem, t('review.failed', { who }));
        });
      },
    });
  }

  const leave = (): void => hold.flush(true);
  addEventListener('pagehide', leave);
  onScopeDispose(() => {
    removeEventListener('pagehide', leave);
    hold.flush(true);
  });
  return { isDecided: (row) => decided.value.has(standing(row)), settle, done, held, decide, undo: () => hold.undo() };
}
