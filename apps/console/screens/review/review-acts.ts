/**
 * Deciding on visits: what is decided leaves the list at once and is held for five seconds, so that `u` can take it back;
 * a refusal brings it back with the reason.
 */
import type { Ref } from 'vue';
import { onScopeDispose, ref } from 'vue';
import type { VisitRow } from '../../api.ts';
import { Hold } from '../../core/held-act.ts';
import { sayDay } from '../../core/say.ts';
import { send } from '../../core/send.ts';
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
  /** Ids that were decided here and are not to be listed, held or sent. */
  readonly decided: Ref<ReadonlySet<string>>;
  readonly done: Ref<number>;
  readonly held: Ref<{ say: string } | null>;
  readonly decide: (row: VisitRow, decision: Decision) => void;
  readonly undo: () => boolean;
}

export function reviewActs(restored: (id: string) => void): ReviewActs {
  const decided = ref<ReadonlySet<string>>(new Set());
  const done = ref(0);
  const held = ref<{ say: string } | null>(null);
  const hold = new Hold(() => {
    held.value = hold.act;
  });

  function bringBack(id: string): void {
    decided.value = new Set([...decided.value].filter((one) => one !== id));
    done.value -= 1;
    restored(id);
  }

  function decide(row: VisitRow, decision: Decision): void {
    const who = `${row.clientName ?? t('words.nobody')} ${sayDay(row.occurredOn)}`;
    const { name, input } = commandOf(row.id, decision);
    decided.value = new Set([...decided.value, row.id]);
    done.value += 1;
    hold.hold({
      id: row.id,
      say: t(heldWords[decision.kind], { who }),
      restore: () => bringBack(row.id),
      run: (leaving) => {
        void send(name, input, leaving).then((sent) => {
          void countWaiting();
          if (sent.ok) return;
          bringBack(row.id);
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
  return { decided, done, held, decide, undo: () => hold.undo() };
}
