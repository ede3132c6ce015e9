/** What services refuse. */
import { problem } from '@yimi/kernel';

export const alreadyRecorded = () => problem('conflict', 'services.already-recorded', {}, 'input.visitId');
export const noSuchClient = () => problem('not-found', 'services.no-such-client', {}, 'input.clientId');
export const clientNotActive = () => problem('conflict', 'services.client-not-active', {}, 'input.clientId');
export const noSuchVisit = () => problem('not-found', 'services.no-such-visit', {}, 'input.visitId');
export const notCounted = () => problem('conflict', 'services.not-counted', {}, 'input.visitId');
export const notQuestioned = () => problem('conflict', 'services.not-questioned', {}, 'input.visitId');
export const ownVisit = () => problem('forbidden', 'services.own-visit', {}, 'input.visitId');
export const noPhotoConsent = () => problem('invalid', 'services.no-photo-consent', {}, 'input.files');
export const noSuchFile = () => problem('not-found', 'services.no-such-file', {}, 'input.evidenceId');
export const alreadyAttached = () => problem('conflict', 'services.already-attached', {}, 'input.files');
export const tooManyFiles = (most: number) => problem('invalid', 'services.too-many-files', { most }, 'input.files');
export const unknownRoom = () => problem('conflict', 'services.unknown-room', {}, 'input.clientId');
export const noSuchView = () => problem('not-found', 'services.no-such-view', {}, 'input.viewId');
export const alreadySigned = () => problem('conflict', 'services.already-signed', {}, 'input.reportId');
