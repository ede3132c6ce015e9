/** What the files' edge refuses, each with the remedy in the locale files. */
import { problem } from '@yimi/kernel';

export const largestFile = 10 * 1024 * 1024;

export const tooLarge = () => problem('invalid', 'files.too-large', { most: largestFile }, 'upload-length');
export const wrongMetadata = (field: string) => problem('invalid', 'files.wrong-metadata', {}, field);
export const notWhatItSays = (mime: string) => problem('invalid', 'files.not-what-it-says', { mime }, 'mime');
export const hashDiffers = () => problem('conflict', 'files.hash-differs', {}, 'sha256');
export const hasLocation = () => problem('invalid', 'files.has-location', {}, 'file');
export const noSuchFile = () => problem('not-found', 'files.no-such-file', {}, 'sha256');
export const tooManyUploads = (most: number) => problem('unavailable', 'files.too-many-uploads', { most });
