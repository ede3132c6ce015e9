/** Most people never meet the second step: its screen and words come when the server asks for it. */
import type { Problem } from '@yimi/kernel';
import { defineAsyncComponent } from 'vue';
import { laterWords } from '../words.ts';

export interface Asked {
  readonly token: string;
  readonly setUp: boolean;
}

export const SecondStep = defineAsyncComponent(async () => {
  const [screen] = await Promise.all([import('./SecondStep.vue'), laterWords()]);
  return screen;
});

export function secondStepIn({ code, details }: Problem): Asked | null {
  return code === 'auth.second-factor-needed' ? { token: String(details.token), setUp: details.setUp === true } : null;
}
