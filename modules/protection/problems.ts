/** What mandatory reports refuse: as little as can be, for nobody shall be sent away who tells of harm. */
import { problem } from '@yimi/kernel';

export const alreadyMade = () => problem('conflict', 'protection.already-made', {}, 'input.reportId');
export const unknownVillage = () => problem('conflict', 'protection.unknown-village', {}, 'input.roomId');
export const noSuchReport = () => problem('not-found', 'protection.no-such-report', {}, 'input.reportId');
export const reportClosed = () => problem('conflict', 'protection.report-closed', {}, 'input.reportId');
export const tooManySteps = (most: number) => problem('conflict', 'protection.too-many-steps', { most }, 'input.kind');
export const stepToCome = () => problem('invalid', 'protection.step-to-come', {}, 'input.at');
export const notPassedOn = () => problem('conflict', 'protection.not-passed-on', {}, 'input.outcome');
export const noSuchReader = () => problem('conflict', 'protection.no-such-reader', {}, 'input.userId');
