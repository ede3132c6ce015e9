/** What points refuse. */
import { problem } from '@yimi/kernel';

export const unknownVillage = () => problem('conflict', 'points.unknown-village', {}, 'input.roomId');
export const notAHelperHere = () => problem('conflict', 'points.not-a-helper-here', {}, 'input.helperId');
