/** The API as it describes itself, read back: what can be asked, and what commands take. */
import * as z from 'zod';

const Content = z.record(z.string(), z.object({ schema: z.unknown() }));
const Operation = z.looseObject({
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean(), schema: z.unknown() }))
    .default([]),
  requestBody: z.object({ content: Content }).optional(),
});
const Description = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

export type Method = 'GET' | 'POST' | 'DELETE' | 'PATCH' | 'HEAD' | 'PUT';

export interface Operation extends z.infer<typeof Operation> {
  readonly method: Method;
  /** With `{name}` for its parameters. */
  readonly path: string;
  readonly body: unknown;
  readonly contentType: string;
}

export interface Command {
  readonly name: string;
  readonly version: number;
  readonly input: unknown;
}

const Versioned = z.looseObject({ 'x-version': z.number() });

export function readDescription(json: unknown): { operations: Operation[]; commands: Command[] } {
  const { paths, components } = Description.parse(json);
  const operations = Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => {
      const [[contentType, content] = ['application/json', { schema: {} }]] = Object.entries(
        operation.requestBody?.content ?? {},
      );
      return { ...operation, method: methodOf(method), path, contentType, body: content.schema };
    }),
  );
  const commands = Object.entries(components.schemas).flatMap(([name, input]) => {
    const read = Versioned.safeParse(input);
    return read.success ? [{ name, version: read.data['x-version'], input }] : [];
  });
  return { operations, commands };
}

const methods: readonly Method[] = ['GET', 'POST', 'DELETE', 'PATCH', 'HEAD', 'PUT'];
function methodOf(text: string): Method {
  const found = methods.find((one) => one.toLowerCase() === text);
  if (found === undefined) throw new Error(`no method ${text}`);
  return found;
}
