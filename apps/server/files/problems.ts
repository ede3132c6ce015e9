/** What the files' edge refuses, each with the remedy in the locale files. */
import { problem } from '@yimi/kernel';

export const largestFile = 10 * 1024 * 1024;

export const tooLarge = () => problem('invalid', 'files.too-large', { most: largestFile }, 'upload-length');
/** 64 million: a phone's best camera; 256 MB once drawn. A few kilobytes can claim thousands of times as much. */
export const mostPixels = 64_000_000;
export const tooManyPixels = () => problem('invalid', 'files.too-many-pixels', { most: mostPixels }, 'file');
export const wrongMetadata = (field: string) => problem('invalid', 'files.wrong-metadata', {}, field);
export const notWhatItSays = (mime: string) => problem('invalid', 'files.not-what-it-says', { mime }, 'mime');
export const hashDiffers = () => problem('conflict', 'files.hash-differs', {}, 'sha256');
export const hasLocation = () => problem('invalid', 'files.has-location', {}, 'file');
export const noSuchFile = () => problem('not-found', 'files.no-such-file', {}, 'sha256');
/** Headers of tus that are missing or wrong, or a part of tus that this server does not speak. */
export const wrongUpload = (field: string) => problem('invalid', 'files.wrong-upload', {}, field);
/** Bytes came that do not follow those that are here: ask how far the upload is, go on from there. */
export const wrongOffset = () => problem('conflict', 'files.wrong-offset', {}, 'upload-offset');
/** The connection broke, or the disk or database did; what is here stays, the upload goes on from there. */
export const uploadStopped = () => problem('unavailable', 'files.upload-stopped');
/** The daily clearing took the same bytes away while they were kept: nothing is here, so all is sent again. */
export const clearedMeanwhile = () => problem('unavailable', 'files.cleared-meanwhile');
export const rangeOutside = (bytes: number) => problem('invalid', 'files.range-outside', { bytes }, 'range');
/** People of a city read figures and record nothing. */
export const mayNotSend = () => problem('forbidden', 'files.may-not-send');
