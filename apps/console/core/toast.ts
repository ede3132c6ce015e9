/** Short words at the foot of the page: done, or what went wrong. Read out politely. */
import type { Problem } from '@yimi/kernel';
import { ref } from 'vue';
import { sayProblem } from './say.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'problem';
  readonly title: string;
  readonly next: string;
}

export const toasts = ref<readonly Toast[]>([]);
let last = 0;

/** Long enough to read two short sentences; a problem stays longer. */
const stayMs = { done: 3500, problem: 9000 } as const;

function show(tone: Toast['tone'], title: string, next: string): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-2), { id, tone, title, next }];
  setTimeout(() => dismiss(id), stayMs[tone]);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function sayDone(title: string): void {
  show('done', title, '');
}

export function sayWrong(problem: Problem, before = ''): void {
  const { title, next } = sayProblem(problem);
  show('problem', before === '' ? title : `${before}: ${title}`, next);
}
