/**
 * The requests of the fuzz, from four sources: the API's own description of its routes, the inputs of all commands, real
 * traffic that was recorded and spoilt, and plain nonsense.
 */

import { protocolVersion } from '@yimi/protocol';
import fc from 'fast-check';
import { idOf } from '../../apps/server/trial-house.ts';
import type { Command, Method, Operation } from './described.ts';
import { valuesOf } from './from-schema.ts';
import { contentType, encode, spoil, spoiling, wildId, wildQuery, wildText } from './hostile.ts';
import type { Recorded } from './traffic.ts';

export interface Shot {
  readonly method: Method;
  readonly url: string;
  /** Null: none is sent. */
  readonly body: string | null;
  readonly contentType: string;
  /** Which of the people asks; 0 is nobody. */
  readonly who: number;
}

export interface Sources {
  readonly operations: readonly Operation[];
  readonly commands: readonly Command[];
  readonly recorded: readonly Recorded[];
  readonly ids: readonly string[];
  /** Bodies that a route would take, kept by hand where traffic does not reach. */
  readonly nearlyRight: readonly Recorded[];
}

const who = fc.nat(4);

export function shotsOf(sources: Sources): fc.Arbitrary<Shot> {
  // An upload answers by itself over a real socket only; its own tests send it wrong things.
  const operations = sources.operations.filter(
    ({ path }) => path !== '/api/sync/events' && !path.startsWith('/api/files/uploads'),
  );
  return fc.oneof(
    { weight: 5, arbitrary: fc.oneof(...operations.map((one) => described(one, sources.ids))) },
    { weight: 3, arbitrary: fc.oneof(...sources.commands.map((one) => command(one, sources.ids))) },
    { weight: 4, arbitrary: fc.constantFrom(...sources.recorded, ...sources.nearlyRight).chain(mutated) },
    { weight: 4, arbitrary: fc.constantFrom(...operations).chain(nonsense) },
  );
}

const asText = (value: unknown) => JSON.stringify(value) ?? '';

/** As the description says, spoilt in half of all cases. */
function described(operation: Operation, ids: readonly string[]): fc.Arbitrary<Shot> {
  const { method, path, parameters } = operation;
  const values = fc.record(Object.fromEntries(parameters.map(({ name, schema }) => [name, valuesOf(schema, ids)])), {
    requiredKeys: parameters.filter((one) => one.required).map(({ name }) => name),
  });
  const body = method === 'POST' ? valuesOf(operation.body, ids) : fc.constant(null);
  return fc.record({ values, body, spoiling: fc.option(spoiling), type: contentType, who }).map((drawn) => {
    const text = (name: string) => encode(String(drawn.values[name] ?? ''));
    const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => text(name) || 'x');
    const asked = parameters.filter(({ name, in: at }) => at === 'query' && drawn.values[name] !== undefined);
    const query = asked.map(({ name }) => `${name}=${text(name)}`).join('&');
    const sent = drawn.spoiling === null ? drawn.body : spoilt(drawn.body, drawn.spoiling);
    const url = query === '' ? filled : `${filled}?${query}`;
    const type = operation.contentType === 'application/json' ? drawn.type : operation.contentType;
    return { method, url, body: method === 'POST' ? asText(sent) : null, contentType: type, who: drawn.who };
  });
}

function spoilt(value: unknown, how: Parameters<typeof spoil>[1]): unknown {
  return typeof value === 'object' && value !== null ? spoil(structuredClone(value), how) : how.value;
}

/** One to three commands in a batch, some depending on each other, with inputs as their schemas say. */
function command({ name, version, input }: Command, ids: readonly string[]): fc.Arbitrary<Shot> {
  const envelope = fc.record({
    id: fc.uuid({ version: 7 }),
    name: fc.constant(name),
    v: fc.constant(version),
    occurredAt: fc.constantFrom(Date.now(), 0, Date.now() + 86_400_000 * 400),
    input: valuesOf(input, ids),
    dependsOn: fc
      .array(fc.uuid({ version: 7 }), { maxLength: 1 })
      .map((found) => (found.length > 0 && name.length % 5 === 0 ? found : [])),
    mends: fc.option(fc.uuid({ version: 7 }), { freq: 8 }),
    hints: fc.constant([]),
  });
  const batch = fc.array(envelope, { minLength: 1, maxLength: 3 });
  return fc.record({ batch, spoiling: fc.option(spoiling, { freq: 2 }), who }).map((drawn) => {
    const body = { protocol: protocolVersion, batch: drawn.batch };
    const sent = drawn.spoiling === null ? body : spoilt(body, drawn.spoiling);
    return {
      method: 'POST',
      url: '/api/sync/push',
      body: asText(sent),
      contentType: 'application/json',
      who: drawn.who,
    };
  });
}

function mutated({ method, url, body }: Recorded): fc.Arbitrary<Shot> {
  return fc
    .record({ spoiling, id: wildId, query: fc.option(wildQuery), fresh: fc.uuid({ version: 7 }), who })
    .map((drawn) => {
      const parts = url.split('?');
      const path = drawn.spoiling.at % 3 === 0 ? (parts[0] ?? '').replace(/[0-9a-f-]{36}/, drawn.id) : parts[0];
      const query = drawn.query ?? parts[1] ?? '';
      const sent = body === null ? null : asText(spoilt(JSON.parse(body), drawn.spoiling));
      return {
        method,
        url: query === '' ? `${path}` : `${path}?${query}`,
        // A command runs once: each needs an id of its own to be met by more than the check for that (C3).
        body: sent?.replace(/"id":"[0-9a-f-]{36}"/, `"id":"${drawn.fresh}"`) ?? null,
        contentType: 'application/json',
        who: drawn.who,
      };
    });
}

function nonsense({ method, path }: Operation): fc.Arbitrary<Shot> {
  return fc
    .record({
      ids: fc.array(wildId, { minLength: 2, maxLength: 2 }),
      query: wildQuery,
      text: wildText,
      type: contentType,
      who,
    })
    .map((drawn) => {
      let at = 0;
      const filled = path.replace(/\{\w+\}/g, () => drawn.ids[at++ % drawn.ids.length] ?? 'x');
      const url = drawn.query === '' ? filled : `${filled}?${drawn.query}`;
      return { method, url, body: method === 'GET' ? null : drawn.text, contentType: drawn.type, who: drawn.who };
    });
}

/** What ends somebody's access is aimed at a person who asks nothing here, or all that follows would be refused at the door. */
export function harmless(shot: Shot, askers: readonly string[]): Shot {
  const path = shot.url.split('?')[0] ?? '';
  if (shot.method === 'DELETE' && path === '/api/session') return { ...shot, who: 0 };
  const ends = shot.method === 'DELETE' || /\/(disable|reset|lost)$|^\/api\/password$/.test(path);
  if (!ends) return shot;
  const aside = (text: string) => askers.reduce((sum, id) => sum.replaceAll(id, idOf('mo')), text);
  return { ...shot, url: aside(shot.url), body: shot.body === null ? null : aside(shot.body) };
}
