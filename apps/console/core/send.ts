/**
 * The one way in for every change the console makes (laws C1, C2): a command with an id of its own, checked against the
 * same schema that the server uses, pushed, and its outcome read as "done" or as a Problem.
 */
import type { Problem } from '@yimi/kernel';
import { problem, uuidv7 } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import { PushResponse, protocolVersion } from '@yimi/protocol';
import { serverNow } from './clock.ts';
import { ask } from './http.ts';

export type Sent = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly problem: Problem };

/** A new id, made here: the console names what it creates, as phones do. */
export function newId(): string {
  return uuidv7(serverNow(), crypto.getRandomValues(new Uint8Array(10)));
}

/** All commands with their schemas are a quarter of the scripts: whoever only reads never fetches them. */
export async function loadCommands(): Promise<Commands> {
  commands ??= (await import('../../catalogue.ts')).catalogue.commands;
  return commands;
}
type Commands = typeof import('../../catalogue.ts')['catalogue']['commands'];
/** Once they are here nothing is waited for: what is sent while the page goes away has no time for it. */
let commands: Commands | null = null;

/** The same words for a wrong input that the server would use, before a round trip. */
function inputProblem(command: ReturnType<Commands['get']>, name: string, input: unknown): Problem | null {
  if (command === undefined) return problem('stale-client', 'sync.unknown-command', { name }, 'name');
  const parsed = command.input.safeParse(input);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0];
  const details: Record<string, string | number> = { fault: issue?.code ?? 'custom' };
  if (issue?.code === 'too_big') details.most = Number(issue.maximum);
  if (issue?.code === 'too_small') details.least = Number(issue.minimum);
  return problem('invalid', 'sync.wrong-shape', details, ['input', ...(issue?.path.map(String) ?? [])].join('.'));
}

export async function send(name: string, input: unknown, keepalive = false): Promise<Sent> {
  const known = commands ?? (await loadCommands().catch(() => null));
  if (known === null) return { ok: false, problem: problem('unavailable', 'console.no-connection') };
  const command = known.get(name);
  const wrong = inputProblem(command, name, input);
  if (wrong !== null) return { ok: false, problem: wrong };
  const envelope: Envelope = {
    id: newId(),
    name,
    v: command?.version ?? 1,
    occurredAt: serverNow(),
    input,
    dependsOn: [],
    mends: null,
    hints: [],
  };
  const body = { protocol: protocolVersion, batch: [envelope] };
  let answer = await ask('/api/sync/push', PushResponse, { verb: 'POST', body, keepalive });
  // The same envelope may be sent again without harm (law C3), so one lost answer is asked for once more.
  if (!answer.ok && answer.problem.code === 'console.no-connection' && !keepalive) {
    answer = await ask('/api/sync/push', PushResponse, { verb: 'POST', body });
  }
  if (!answer.ok) return answer;
  const outcome = answer.value.outcomes.find((one) => one.id === envelope.id);
  if (outcome?.status === 'accepted') return { ok: true, id: envelope.id };
  const { code, kind, details, field } = outcome?.problem ?? problem('unavailable', 'console.no-outcome');
  return { ok: false, problem: problem(kind, code, details, field) };
}
