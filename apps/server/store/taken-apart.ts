/**
 * What a command about many people says of each is kept under that person's own key, within the content that lies under the
 * county's (law A7): an erasure makes it unreadable wherever the command was kept, and leaves the others'. In the place of
 * such a part stands a box that names whose it is.
 */
import type { Apart } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import * as z from 'zod';
import type { SubjectKeys } from './subject-keys.ts';

const Box = z.strictObject({ sealedFor: z.uuid(), box: z.base64() });

type Keys = Pick<SubjectKeys, 'seal' | 'open'>;

const placeOf = (commandId: string, subject: string) => `part/${commandId}/${subject}`;

/** The envelope with each part in a box. @param keys those of the parts were fetched */
export function takenApart(envelope: Envelope, apart: readonly Apart[], keys: Keys, commandId: string): Envelope {
  if (apart.length === 0) return envelope;
  const input: unknown = structuredClone(envelope.input);
  for (const { subject, path } of apart) {
    const holder = path.slice(0, -1).reduce<unknown>((inner: unknown, key) => Reflect.get(Object(inner), key), input);
    const last = path[path.length - 1] ?? '';
    const value: unknown = Reflect.get(Object(holder), last);
    if (value === null || value === undefined || typeof holder !== 'object' || holder === null) continue;
    const sealed = keys.seal(subject, JSON.stringify(value), placeOf(commandId, subject));
    // Of who was erased nothing is kept.
    Reflect.set(holder, last, sealed === null ? null : { sealedFor: subject, box: sealed.toString('base64') });
  }
  return { ...envelope, input };
}

/** Whose parts lie in it. */
export function whoseParts(input: unknown): string[] {
  const found = new Set<string>();
  walk(input, (box) => {
    found.add(box.sealedFor);
    return null;
  });
  return [...found];
}

/** The envelope as it was sent; what was of somebody erased is null. @param keys those of `whoseParts` were fetched */
export function together(envelope: Envelope, keys: Keys, commandId: string): Envelope {
  const input = walk(envelope.input, ({ sealedFor, box }) => {
    const text = keys.open(sealedFor, Buffer.from(box, 'base64'), placeOf(commandId, sealedFor));
    return text === null ? null : JSON.parse(text);
  });
  return { ...envelope, input };
}

function walk(value: unknown, open: (box: z.infer<typeof Box>) => unknown): unknown {
  if (Array.isArray(value)) return value.map((inner) => walk(inner, open));
  if (typeof value !== 'object' || value === null) return value;
  if ('sealedFor' in value) {
    const box = Box.safeParse(value);
    return box.success ? opened(box.data, value, open) : value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, open)]));
}

/** Somebody may have sent what looks like a box: it is left as it is. */
function opened(box: z.infer<typeof Box>, as: object, open: (box: z.infer<typeof Box>) => unknown): unknown {
  try {
    return open(box);
  } catch {
    return as;
  }
}
