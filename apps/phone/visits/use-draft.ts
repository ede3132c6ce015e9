/** The draft of the person in the address: shared by the steps, kept on the phone's disk until it is saved. */
import type { ComputedRef } from 'vue';
import { computed, onBeforeUnmount, onMounted } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Live } from '../live.ts';
import type { HeldPerson } from '../people/held-person.ts';
import { useLive } from '../session.ts';
import { useWords } from '../words.ts';
import type { VisitDraft } from './draft.ts';
import { draftFromRefused, isWorthKeeping, newDraft } from './draft.ts';

export interface DraftInHand {
  readonly draft: VisitDraft;
  readonly person: ComputedRef<HeldPerson | null>;
  readonly name: ComputedRef<string>;
}

export function useDraft(): DraftInHand {
  const live = useLive();
  const { t } = useWords();
  const route = useRoute();
  const router = useRouter();
  const clientId = String(route.params.clientId);
  const draft = draftFor(live, clientId, typeof route.query.mends === 'string' ? route.query.mends : null);
  const person = computed(() => live.peopleById.value.get(clientId) ?? null);

  onMounted(() => {
    // A later step opened by its address, and nothing was kept: begin at the door.
    if (draft.result === null && route.name !== 'visit') void router.replace({ name: 'visit', params: { clientId } });
  });
  onBeforeUnmount(() => {
    const inForm = router.currentRoute.value.meta.step === true;
    if (!inForm && !isWorthKeeping(draft)) live.drafts.delete(clientId);
  });
  return { draft, person, name: computed(() => live.nameOf(clientId) ?? t('person.left')) };
}

function draftFor(live: Live, clientId: string, mends: string | null): VisitDraft {
  const begun = live.drafts.get(clientId);
  if (begun !== undefined && (mends === null || begun.mends === mends)) return begun;
  const refused = mends === null ? undefined : live.entries.value.find((entry) => entry.envelope.id === mends);
  const newId = (): string => live.user.replica.newId();
  const draft =
    (refused === undefined ? null : draftFromRefused(refused, newId(), newId)) ?? newDraft(newId(), clientId);
  live.drafts.set(clientId, draft);
  // Read back: what the map gives out is reactive, the plain object is not.
  return live.drafts.get(clientId) ?? draft;
}
