/**
 * Deciding on pairs: what is decided leaves the list at once and is held for five seconds, so that `u` takes it back; a
 * refusal brings it back with the reason. A merge that was sent can still be undone on the person's page.
 */
import type { Ref } from 'vue';
import { onScopeDispose, ref } from 'vue';
import type { DuplicatePair } from '../../api-people.ts';
import { Hold } from '../../core/held-act.ts';
import { loadCommands, send } from '../../core/send.ts';
import { sayWrong } from '../../core/toast.ts';
import { t } from '../../locales/index.ts';

export type PairDecision =
  | { readonly kind: 'apart' }
  | {
      readonly kind: 'merge';
      readonly clientId: string;
      readonly intoClientId: string;
      readonly take: readonly string[];
    };

export function pairCommand(pair: DuplicatePair, decision: PairDecision): { name: string; input: unknown } {
  if (decision.kind === 'apart')
    return { name: 'people.keep-apart', input: { clientId: pair.one.id, proposalId: pair.id } };
  const { kind: _, ...files } = decision;
  return { name: 'people.merge-clients', input: { ...files, proposalId: pair.id } };
}

export interface DuplicateActs {
  readonly isDecided: (pair: DuplicatePair) => boolean;
  readonly done: Ref<number>;
  readonly held: Ref<{ say: string } | null>;
  readonly decide: (pair: DuplicatePair, decision: PairDecision) => void;
  readonly undo: () => boolean;
}

export function duplicateActs(restored: (id: string) => void): DuplicateActs {
  const decided = ref<ReadonlySet<string>>(new Set());
  const done = ref(0);
  const held = ref<{ say: string } | null>(null);
  // What is held may have to go out while the page goes away.
  void loadCommands().catch(() => null);
  const hold = new Hold(() => {
    held.value = hold.act;
  });
  function bringBack(pair: DuplicatePair): void {
    decided.value = new Set([...decided.value].filter((id) => id !== pair.id));
    done.value -= 1;
    restored(pair.id);
  }
  function decide(pair: DuplicatePair, decision: PairDecision): void {
    const who = pair.one.name ?? t('words.nobody');
    const { name, input } = pairCommand(pair, decision);
    decided.value = new Set([...decided.value, pair.id]);
    done.value += 1;
    hold.hold({
      id: pair.id,
      say: t(decision.kind === 'merge' ? 'duplicates.heldMerge' : 'duplicates.heldApart', { who }),
      restore: () => bringBack(pair),
      run: (leaving) => {
        void send(name, input, leaving).then((sent) => {
          if (sent.ok) return;
          bringBack(pair);
          sayWrong(sent.problem, t('duplicates.failed', { who }));
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
  return { isDecided: (pair) => decided.value.has(pair.id), done, held, decide, undo: () => hold.undo() };
}
