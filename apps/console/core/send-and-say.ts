/** Sends one command and says how it went; true if it was accepted. */
import { t } from '../locales/index.ts';
import { send } from './send.ts';
import { sayDone, sayWrong } from './toast.ts';

export async function sendAndSay(name: string, input: unknown): Promise<boolean> {
  const sent = await send(name, input);
  if (sent.ok) sayDone(t('app.saved'));
  else sayWrong(sent.problem);
  return sent.ok;
}
