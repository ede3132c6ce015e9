/** What reading refuses. */
import { problem } from '@yimi/kernel';

/** The same for what is not there and for what is out of reach (law A5). */
export const notFound = () => problem('not-found', 'reads.not-found');
/** Nothing of this kind is for any of the reader's posts; says nothing about what exists. */
export const notForYou = () => problem('forbidden', 'reads.not-for-you');
export const wrongInput = (field: string, fault: string) => problem('invalid', 'reads.wrong-input', { fault }, field);
