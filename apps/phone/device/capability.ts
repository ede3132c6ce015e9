/** Whether this browser can do what the phone app is for, and what to say if not. */

/** wechat: an in-app browser that throws its storage away · the others name what is missing. */
export type OfflineAbility = { ok: true } | { ok: false; why: 'wechat' | 'no-storage' | 'no-worker' | 'insecure' };

export function canWorkOffline(): OfflineAbility {
  // MicroMessenger stands for WeChat and for WeCom; both open links in a view of their own.
  if (/MicroMessenger/i.test(navigator.userAgent)) return { ok: false, why: 'wechat' };
  if (!window.isSecureContext) return { ok: false, why: 'insecure' };
  if (!('serviceWorker' in navigator)) return { ok: false, why: 'no-worker' };
  const stores = 'indexedDB' in window && 'subtle' in crypto && 'locks' in navigator && 'CompressionStream' in window;
  return stores ? { ok: true } : { ok: false, why: 'no-storage' };
}

/** A denial is shown to the person (law S1): the browser may then clear the phone's data when space is short. */
export async function persistentStorage(): Promise<'granted' | 'denied' | 'unsupported'> {
  if (!('storage' in navigator) || !('persist' in navigator.storage)) return 'unsupported';
  const granted = (await navigator.storage.persisted()) || (await navigator.storage.persist());
  return granted ? 'granted' : 'denied';
}

/** How the server lists this phone among a person's sessions. */
export function deviceLabel(userAgent: string): string {
  const system = /Android|iPhone|iPad|Windows|Mac OS|HarmonyOS|Linux/.exec(userAgent)?.[0] ?? '?';
  const browser = /Edg|HuaweiBrowser|MiuiBrowser|UCBrowser|Firefox|Chrome|Safari/.exec(userAgent)?.[0] ?? '?';
  return `${system} · ${browser}`;
}
