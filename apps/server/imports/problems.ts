/** What an import refuses as a whole: the file, or what was asked for. What is wrong in a cell is a `Fault`. */
import { problem } from '@yimi/kernel';

export const notASpreadsheet = () => problem('invalid', 'imports.not-a-spreadsheet', {}, 'file');
export const oldFormat = () => problem('invalid', 'imports.old-format', {}, 'file');
export const webPage = () => problem('invalid', 'imports.web-page', {}, 'file');
export const passwordProtected = () => problem('invalid', 'imports.password-protected', {}, 'file');
export const damaged = () => problem('invalid', 'imports.damaged', {}, 'file');
export const emptyFile = () => problem('invalid', 'imports.empty', {}, 'file');
export const unreadableText = () => problem('invalid', 'imports.unreadable-text', {}, 'file');
/** @param what bytes, rows, columns, sheets, unpacked; @param most the limit, in megabytes for bytes and unpacked */
export const tooMuch = (what: string, most: number) => problem('invalid', 'imports.too-much', { what, most }, 'file');
export const tookTooLong = () => problem('unavailable', 'imports.took-too-long', {}, 'file');
export const noHeader = () => problem('invalid', 'imports.no-header', {}, 'choices.sheets');
export const fieldMissing = (name: string) => problem('invalid', 'imports.field-missing', { name }, 'choices.columns');
export const consentNotConfirmed = () => problem('invalid', 'imports.consent-not-confirmed', {}, 'choices.consent');
export const fileForgotten = () => problem('not-found', 'imports.file-forgotten', {}, 'fileId');
