/** What the person at the wizard decided about a file; kept with the import, so that it can be told later what was done. */
import { Id } from '@yimi/kernel';
import { importTargets } from '@yimi/network';
import * as z from 'zod';
import { TextInput } from '../reads/input.ts';

export type TargetName = (typeof importTargets)[number];

export const SheetChoice = z.strictObject({
  index: z.number().int().min(0).max(99),
  /** Spreadsheet rows of the heading, both included; bottom = top − 1: the table has none. */
  top: z.number().int().min(1).max(1_048_576),
  bottom: z.number().int().min(0).max(1_048_576),
  /** The village of all rows that name none. */
  roomId: z.nullable(Id),
});

export const Choices = z.strictObject({
  target: z.enum(importTargets),
  sheets: z.array(SheetChoice).min(1).max(100),
  columns: z.array(z.strictObject({ heading: TextInput(120), field: z.nullable(z.string().max(60)) })).max(300),
  /** Take hidden rows as well. */
  hidden: z.boolean(),
  /** A blank village is that of the row above. */
  fillDown: z.boolean(),
  /** Fields that are left blank where their cell is wrong, instead of refusing the row. */
  leaveBlank: z.array(z.string().max(60)).max(40),
  /** Persons who are there already: left alone, or what is blank in their file filled from the ledger. */
  there: z.enum(['skip', 'fill']),
  /** The person at the wizard states that consent to registration lies on paper (PIPL 13, 29). */
  consent: z.boolean(),
  /** Villages that no list of divisions has are set up all the same. */
  unlisted: z.boolean().default(false),
});
export type Choices = z.infer<typeof Choices>;
