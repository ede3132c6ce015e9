/** The server's clock, as far as this page knows it: a desk PC that is years off must not date anything. */
import { dayOf } from '@yimi/kernel';
import { ref } from 'vue';

const offset = ref(0);

export function setServerTime(serverTime: number): void {
  offset.value = serverTime - Date.now();
}

export function serverNow(): number {
  return Date.now() + offset.value;
}

export function today(): string {
  return dayOf(serverNow());
}
