/** What points refuse. */
import { problem } from '@yimi/kernel';

export const unknownVillage = () => problem('conflict', 'points.unknown-village', {}, 'input.roomId');
export const notAHelperHere = () => problem('conflict', 'points.not-a-helper-here', {}, 'input.helperId');

export const merchantElsewhere = () => problem('conflict', 'points.merchant-elsewhere', {}, 'input.stationId');
export const offersAlike = () => problem('invalid', 'points.offers-alike', {}, 'input.offers');
export const merchantClosed = () => problem('conflict', 'points.merchant-closed', {}, 'input.merchantId');
export const noSuchOffer = () => problem('conflict', 'points.no-such-offer', {}, 'input.offer');
export const notEnough = () => problem('conflict', 'points.not-enough', {}, 'input.offer');
export const numberTaken = () => problem('conflict', 'points.number-taken', {}, 'input.number');
export const noSuchVoucher = () => problem('not-found', 'points.no-such-voucher', {}, 'input.number');
export const otherMerchant = () => problem('conflict', 'points.other-merchant', {}, 'input.number');
export const spent = (day: string) => problem('conflict', 'points.voucher-spent', { day }, 'input.number');
export const calledOff = (day: string) => problem('conflict', 'points.voucher-called-off', { day }, 'input.number');
export const lapsed = (day: string) => problem('conflict', 'points.voucher-lapsed', { day }, 'input.number');
export const wrongDay = () => problem('invalid', 'points.wrong-day', {}, 'input.handedOn');
