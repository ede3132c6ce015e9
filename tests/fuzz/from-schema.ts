/** Values that a JSON schema describes, for the inputs that the API's own description names: mostly what a route would take. */
import fc from 'fast-check';
import * as z from 'zod';

const Schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
});
type Schema = z.infer<typeof Schema>;

/** Deep enough for every input there is; a schema that holds itself ends here. */
const deepest = 7;
const mostItems = 4;
/** Longer ones are tried by the hostile values. */
const longest = 60;
const words = fc.constantFrom('杨桂花', '木桥村', '腿脚不便', 'yang', 'a', '', '13900000001', '0', ' ');

/** @param known ids of what is there, preferred where an id is asked for */
export function valuesOf(schema: unknown, known: readonly string[], depth = 0): fc.Arbitrary<unknown> {
  const read = Schema.safeParse(schema);
  if (!read.success || depth > deepest) return fc.constant(null);
  const { enum: listed, anyOf, oneOf, allOf, type } = read.data;
  const inner = (one: unknown) => valuesOf(one, known, depth + 1);
  if (listed !== undefined && listed.length > 0) return fc.constantFrom(...listed);
  if ('const' in read.data) return fc.constant(read.data.const);
  const choices = anyOf ?? oneOf;
  if (choices !== undefined && choices.length > 0) return fc.oneof(...choices.map(inner));
  if (allOf !== undefined && allOf[0] !== undefined)
    return inner({ ...read.data, ...Object(allOf[0]), allOf: undefined });
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => inner({ ...read.data, type: one })));
  return ofType(read.data, known, inner);
}

function ofType(schema: Schema, known: readonly string[], inner: (one: unknown) => fc.Arbitrary<unknown>) {
  if (schema.type === 'string') return textOf(schema, known);
  if (schema.type === 'integer' || schema.type === 'number') return numberOf(schema);
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'null') return fc.constant(null);
  if (schema.type === 'array') {
    const least = Math.min(schema.minItems ?? 0, mostItems);
    const most = Math.max(least, Math.min(schema.maxItems ?? mostItems, mostItems));
    return fc.array(inner(schema.items ?? {}), { minLength: least, maxLength: most });
  }
  if (schema.type === 'object' || schema.properties !== undefined) return objectOf(schema, inner);
  return fc.jsonValue({ maxDepth: 2 });
}

function objectOf(
  { properties = {}, required = [], additionalProperties }: Schema,
  inner: (one: unknown) => fc.Arbitrary<unknown>,
) {
  const model = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, inner(one)]));
  if (Object.keys(model).length > 0) {
    return fc.record(model, { requiredKeys: Object.keys(model).filter((name) => required.includes(name)) });
  }
  return fc.dictionary(words, inner(additionalProperties ?? {}), { maxKeys: 3 });
}

function textOf(
  { format, pattern, minLength = 0, maxLength = longest }: Schema,
  known: readonly string[],
): fc.Arbitrary<string> {
  if (format === 'uuid')
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fc.uuid() });
  const matching = pattern === undefined ? null : matchingText(pattern);
  if (matching !== null) return matching;
  const most = Math.max(minLength, Math.min(maxLength, longest));
  return fc.oneof(words, fc.string({ minLength: Math.min(minLength, most), maxLength: most }));
}

/** Patterns with looks ahead are more than the generator knows: those fields get words. */
function matchingText(pattern: string): fc.Arbitrary<string> | null {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: longest });
  } catch {
    return null;
  }
}

function numberOf({ type, minimum = -1_000, maximum = 4_000_000_000_000 }: Schema): fc.Arbitrary<number> {
  const least = Math.max(minimum, Number.MIN_SAFE_INTEGER);
  const most = Math.max(least, Math.min(maximum, Number.MAX_SAFE_INTEGER));
  const near = fc.constantFrom(
    least,
    most,
    Math.min(most, Math.max(least, 1)),
    Math.min(most, Math.max(least, Date.now())),
  );
  const any =
    type === 'integer'
      ? fc.integer({ min: Math.ceil(least), max: Math.floor(most) })
      : fc.double({ min: least, max: most, noNaN: true });
  return fc.oneof(near, any);
}
