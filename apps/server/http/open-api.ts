/**
 * The API described by itself (OpenAPI 3.1): each route names the schema by which it parses what it is sent, and this page
 * is made from those and from the commands of the catalogue. Served under /api/openapi.json, kept in docs/openapi.json.
 */
import type { FastifyInstance, RouteOptions } from 'fastify';
import * as z from 'zod';
import type { $ZodType } from 'zod/v4/core';
import { catalogue } from '../../catalogue.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route parses: names in its path, else the query of a GET or DELETE, else the body. */
    readonly input?: $ZodType;
    /** The media type of a body that is no JSON. */
    readonly bytes?: string;
  }
}

/** Options of a route that parses its input by this schema. */
export const takes = (input: $ZodType) => ({ config: { input } });
/** Options of a route whose body is a file. */
export const takesBytes = (bytes: string) => ({ config: { bytes } });

interface Described {
  readonly method: string;
  readonly url: string;
  readonly config: RouteOptions['config'];
}

const JsonSchema = z.looseObject({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
});

/** As it is sent, before defaults and transformations; what JSON Schema cannot say is left open. */
function jsonOf(schema: $ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return JsonSchema.parse(rest);
}

const methods = new Set(['GET', 'POST', 'PATCH', 'DELETE']);

/** Must be called before the routes are added. @returns the description of all that were added since */
export function describing(app: FastifyInstance): () => object {
  const routes: Described[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const one of [method].flat()) if (url.startsWith('/api/')) routes.push({ method: one, url, config });
  });
  // Made once, when all routes are there: anybody may ask for it.
  let made: object | null = null;
  return () => {
    made ??= describe(routes.filter(({ method }) => methods.has(method)));
    return made;
  };
}

function describe(routes: readonly Described[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes.toSorted((one, other) => (one.url < other.url ? -1 : 1))) {
    const path = route.url.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  const schemas = [...catalogue.commands.values()]
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((command) => [command.name, { ...jsonOf(command.input), 'x-version': command.version }]);
  return {
    openapi: '3.1.0',
    info: { title: 'Yimi', version: '0.1.0', description },
    paths,
    components: { schemas: { Problem: problemSchema, ...Object.fromEntries(schemas) } },
  };
}

const description =
  'Every change goes through POST /api/sync/push as a command; the inputs of the commands are the schemas with a point ' +
  'in their name. Requests other than GET carry the header x-yimi. Every refusal is a Problem.';

const problemSchema = {
  type: 'object',
  required: ['problem', 'code', 'kind', 'details'],
  properties: {
    problem: { const: true },
    code: { type: 'string' },
    kind: { enum: ['invalid', 'unauthenticated', 'forbidden', 'not-found', 'conflict', 'stale-client', 'unavailable'] },
    field: { type: 'string' },
    details: { type: 'object' },
  },
};
const refusal = {
  description: 'refused',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function operation({ method, url, config }: Described): object {
  const schema = config?.input === undefined ? null : jsonOf(config.input);
  const inPath = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const properties = schema?.properties ?? {};
  const parameter = (name: string, at: 'path' | 'query') => ({
    ...{ name, in: at, required: at === 'path' || schema?.required?.includes(name) === true },
    schema: properties[name] ?? { type: 'string' },
  });
  const others = Object.keys(properties).filter((name) => !inPath.includes(name));
  const asQuery = method === 'GET' || method === 'DELETE';
  const parameters = [
    ...inPath.map((name) => parameter(name, 'path')),
    ...(asQuery ? others.map((name) => parameter(name, 'query')) : []),
  ];
  const body = bodyOf(schema, inPath, config?.bytes);
  return {
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(asQuery || body === null ? {} : { requestBody: { content: body } }),
    responses: { '200': { description: 'done' }, default: refusal },
  };
}

function bodyOf(schema: z.infer<typeof JsonSchema> | null, inPath: readonly string[], bytes: string | undefined) {
  if (bytes !== undefined) return { [bytes]: { schema: { type: 'string', format: 'binary' } } };
  if (schema === null) return null;
  if (schema.properties === undefined) return { 'application/json': { schema } };
  const properties = Object.fromEntries(Object.entries(schema.properties).filter(([name]) => !inPath.includes(name)));
  const required = schema.required?.filter((name) => !inPath.includes(name));
  return { 'application/json': { schema: { ...schema, properties, ...(required === undefined ? {} : { required }) } } };
}
