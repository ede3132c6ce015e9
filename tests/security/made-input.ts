/**
 * An input for any command, made from its schema alone: so a test that tries every command needs no list of them, and
 * tries the command of tomorrow too. Whoever asks chooses the leaves; the rest is the least that the schema takes.
 */
import type { Command } from '@yimi/kernel';
import * as z from 'zod';

interface Leaf {
  /** The names on the way to it; a place in a list has none of its own. */
  readonly path: readonly string[];
  readonly name: string;
  readonly kind: 'id' | 'text';
  readonly longest: number;
}

/** undefined: the least that the schema takes. */
export type Choose = (leaf: Leaf) => string | undefined;

/** Several kinds may be allowed: the first serves. */
const kind = z.preprocess((said) => (Array.isArray(said) ? said[0] : said), z.string().optional()).optional();

const Schema = z.looseObject({
  type: kind,
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  minItems: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
});
type Schema = z.infer<typeof Schema>;

export function madeInput({ input }: Command, choose: Choose): unknown {
  return madeFor(input, choose);
}

export function madeFor(schema: z.core.$ZodType, choose: Choose): unknown {
  return made(Schema.parse(z.toJSONSchema(schema, { unrepresentable: 'any' })), [], choose);
}

function made(schema: Schema, path: readonly string[], choose: Choose): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  // What may be null is given a value all the same: an empty field tries nothing.
  if (choice !== undefined) return made(Schema.parse(choice[0]), path, choose);
  if (schema.type === 'object') {
    const entries = Object.entries(schema.properties ?? {});
    return Object.fromEntries(entries.map(([name, of]) => [name, made(Schema.parse(of), [...path, name], choose)]));
  }
  if (schema.type === 'array') {
    if (schema.prefixItems !== undefined) return schema.prefixItems.map((of) => made(Schema.parse(of), path, choose));
    return [made(Schema.parse(schema.items ?? {}), path, choose)];
  }
  if (schema.type === 'integer' || schema.type === 'number') return numberFor(schema);
  if (schema.type === 'boolean') return true;
  if (schema.type === 'string') return textFor(schema, path, choose);
  return null;
}

/** Instants are told by the schema's wide range; an hour of a working day serves them. */
function numberFor(schema: Schema): number {
  const least = schema.minimum ?? 0;
  return least < -1_000_000 ? Date.parse('2026-03-10T09:00:00+08:00') : Math.max(1, least);
}

/** Texts of a form, by what their pattern takes. */
const ofForm = [
  '2026-03-10',
  '2026-03',
  '459901201209',
  '459901201',
  '459901',
  '4599',
  '13907720001',
  '09:00',
  'a'.repeat(64),
  'a',
  '1',
  'zh-CN',
];

function textFor(schema: Schema, path: readonly string[], choose: Choose): string {
  const leaf = { path, name: path.at(-1) ?? '', longest: schema.maxLength ?? 10_000 };
  if (schema.format === 'uuid') return choose({ ...leaf, kind: 'id' }) ?? '019c0000-0000-7000-8000-0000000000ff';
  if (schema.pattern !== undefined) {
    const pattern = new RegExp(schema.pattern, 'u');
    return ofForm.find((text) => pattern.test(text)) ?? '';
  }
  return choose({ ...leaf, kind: 'text' }) ?? '字'.repeat(Math.max(1, schema.minLength ?? 1));
}
