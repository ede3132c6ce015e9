/**
 * What carries a county from one house to another: a folder laid out as a backup of one run (backup/backup-folder.ts), of the
 * county's rows and files alone. Beside them two boxes: people's keys, opened at the old house and wrapped anew at the new one;
 * and a letter with what both houses have to know. Everything is encrypted for whoever holds the private key or passphrase.
 */
import * as z from 'zod';

/** The letter's box. It holds what passwords, codes and deposits of the county were made under. */
export const Letter = z.object({
  moveId: z.uuid(),
  county: z.object({ id: z.uuid(), name: z.string(), code: z.string() }),
  city: z.object({ code: z.string(), name: z.string() }),
  from: z.string(),
  to: z.string(),
  /** The old house's own first. */
  secrets: z.array(z.object({ pepper: z.base64(), depositPrivatePem: z.string() })).min(1),
  /** Told by the new house when all is there and proved. */
  receiptWord: z.string(),
  /** SHA-256 of the word by which it opens, which the old house alone knows. */
  releaseHash: z.string(),
  /** Told by the new house when it has let go of everything instead. */
  returnWord: z.string(),
});
export type Letter = z.infer<typeof Letter>;

/** null: erased, and gone for good (law A7). */
export const CarriedKey = z.object({
  subject: z.uuid(),
  key: z.base64().nullable(),
  erasedAt: z.number().nullable(),
});

export const keysTable = 'engine.subject_keys';

/**
 * Laid into the store of objects that the county leaves. A house that finds it in its own store uses the same one, and the files would
 * be gone for both when the old house lets go of them; stores have many names, so that addresses would not tell.
 */
export const markOf = (countyId: string, moveId: string): string => `${countyId}/leaving/${moveId}`;

/** As the old house keeps them while a county leaves. */
export const Words = z.object({ receipt: z.string(), release: z.string(), return: z.string() });
export type Words = z.infer<typeof Words>;
