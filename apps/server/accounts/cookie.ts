/** The session cookie: read by no script, sent by no other site. */
const name = 'yimi_session';
/** 400 days, the longest that browsers keep one; the server decides when a session ends. */
const longestSeconds = 34_560_000;

export function readSessionCookie(header: string | undefined): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{20,100}$/.test(value)) return value;
  }
  return null;
}

/** A console's cookie ends with the browser; a phone's stays, for the app is closed all the time. */
export function sessionCookie(token: string, kind: 'phone' | 'console', publicUrl: string): string {
  const age = kind === 'phone' ? `; Max-Age=${longestSeconds}` : '';
  return `${name}=${token}; Path=/; HttpOnly; SameSite=Strict${age}${secure(publicUrl)}`;
}

export function noSessionCookie(publicUrl: string): string {
  return `${name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${secure(publicUrl)}`;
}

function secure(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '; Secure' : '';
}
