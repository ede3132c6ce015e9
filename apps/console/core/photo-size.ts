/** How large pictures are kept: evidence as the county says, a face so that it is known again and no more. */
import { defaultEvidenceRule } from '@yimi/services';
import type { PhotoSize } from '@yimi/ui/draw-photo.ts';
import { Settings } from '../api.ts';
import { ask } from './http.ts';

export const faceSize: PhotoSize = { longestSide: 640, quality: 80 };

/** Who may not read the county's settings keeps to the usual size. */
export async function evidenceSize(): Promise<PhotoSize> {
  const answer = await ask('/api/settings', Settings);
  return answer.ok ? answer.value.evidenceRule : defaultEvidenceRule;
}
