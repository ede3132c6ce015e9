/** Sends one command about a need and says how it went; true if it was accepted. */
import { send } from '../../core/send.ts';
import { sayDone, sayWrong } from '../../core/toast.ts';
import { t } from '../../locales/index.ts';

export async function needAct(name: string, input: unknown): Promise<boolean> {
  const sent = await send(`needs.${name}`, input);
  if (sent.ok) sayDone(t('app.saved'));
  else sayWrong(sent.problem);
  return sent.ok;
}
