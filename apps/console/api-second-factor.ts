/** What the routes of the second step answer. */
import * as z from 'zod/mini';
import { Me } from './api.ts';

export const FactorState = z.object({
  app: z.boolean(),
  codesLeft: z.int(),
  required: z.boolean(),
  passkeys: z.array(
    z.object({ id: z.string(), name: z.string(), madeAt: z.number(), lastUsedAt: z.nullable(z.number()) }),
  ),
});
export type FactorState = z.infer<typeof FactorState>;
export const NewSecret = z.object({ secret: z.string(), uri: z.string() });
export type NewSecret = z.infer<typeof NewSecret>;
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export const Confirmed = z.object({ me: Me, recoveryCodes: z.array(z.string()) });
/** The browser checks them; they are handed on as they came. */
export const PasskeyOptions = z.object({ token: z.string(), options: z.looseObject({ challenge: z.string() }) });
