/**
 * What somebody has typed of a report while they go away to call: it waits in memory, for this person on this opened phone, and
 * nowhere on its disk, where whoever takes the phone might look for it.
 */
import { reactive } from 'vue';
import type { Live } from '../live.ts';

const kept = new WeakMap<Live, Map<string, object>>();

export function keptForm<Form extends object>(live: Live, clientId: string | null, made: () => Form): Form {
  const forms = kept.get(live) ?? new Map<string, object>();
  kept.set(live, forms);
  const known = forms.get(clientId ?? '');
  // What lies under this person is what this function put there.
  if (known !== undefined) return known as Form;
  const form = reactive(made()) as Form;
  forms.set(clientId ?? '', form);
  return form;
}

export function forgetForm(live: Live, clientId: string | null): void {
  kept.get(live)?.delete(clientId ?? '');
}
