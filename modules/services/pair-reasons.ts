/** Why somebody is visited by two (结伴探访): 风险高、上次拒访、安全考虑、一男一女更合适. A person decides; a rule suggests. */
import type { Risk } from '@yimi/people';

export const pairReasons = ['risk', 'refused', 'safety', 'propriety'] as const;
export type PairReason = (typeof pairReasons)[number];

/** Nobody is sent alone to a door that was shut in a colleague's face, nor, the first time, to somebody at high risk. */
export function suggestedPair(risk: Risk, lastResult: string | null): PairReason | null {
  if (lastResult === 'refused') return 'refused';
  return risk === 'high' && lastResult === null ? 'risk' : null;
}
