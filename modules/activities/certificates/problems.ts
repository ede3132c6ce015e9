/** What certificates refuse. */
import { problem } from '@yimi/kernel';

export const nothingToCertify = () => problem('conflict', 'activities.nothing-to-certify', {}, 'input.fromDay');
export const wrongPeriod = () => problem('invalid', 'activities.wrong-period', {}, 'input.toDay');
export const numberTaken = () => problem('conflict', 'activities.certificate-number-taken', {}, 'input.number');
export const noSuchCertificate = () =>
  problem('not-found', 'activities.no-such-certificate', {}, 'input.certificateId');
export const alreadyWithdrawn = () =>
  problem('conflict', 'activities.certificate-withdrawn', {}, 'input.certificateId');
