/** Words for cells, rows and fields of a ledger: the server owns the list, in the language of this screen. */
import { ref, watch } from 'vue';
import type { Fault, ImportWords } from '../../api-imports.ts';
import { ImportWords as Words } from '../../api-imports.ts';
import { ask, withQuery } from '../../core/http.ts';
import { i18n, language } from '../../locales/index.ts';

const words = ref<ImportWords>({ faults: {}, remarks: {}, fields: {} });

async function load(): Promise<void> {
  const answer = await ask(withQuery('/api/imports/words', { lang: language() }), Words);
  if (answer.ok) words.value = answer.value;
}

/** Fetched with the first screen that needs them, and anew in another language. */
export function useImportWords() {
  void load();
  watch(i18n.global.locale, () => void load());
  const filled = (text: string, details: Fault['details']): string =>
    text.replace(/\{(\w+)\}/g, (hole, name: string) => String(details[name] ?? hole));
  const sayFault = ({ code, details }: Pick<Fault, 'code' | 'details'>): string =>
    filled(words.value.faults[code] ?? code, details);
  /** Where no single row is meant, the holes are left out. */
  const sayReason = (code: string): string =>
    (words.value.faults[code] ?? code).replace(/[，,]?[^，,（(]*\{\w+\}[^，,]*/g, '') ||
    (words.value.faults[code] ?? code).replace(/\{\w+\}/g, '…');
  const sayRemark = (code: string): string => words.value.remarks[code] ?? code;
  const sayImportField = (target: string, key: string): string =>
    words.value.fields[target]?.find((one) => one.key === key)?.word ?? key;
  const fieldsOf = (target: string) => words.value.fields[target] ?? [];
  return { sayFault, sayReason, sayRemark, sayImportField, fieldsOf };
}
