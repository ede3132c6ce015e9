/** Each version of the protocol, newest last: what changed, and until when its phones are served (law S9: a year). */
export interface ProtocolVersion {
  readonly version: number;
  readonly brought: string;
  /** Fingerprint of the wire schemas, as `wire.test.ts` computes it. */
  readonly fingerprint: string;
}

export const history: readonly ProtocolVersion[] = [
  { version: 1, brought: 'push, pull by scope, set-hash', fingerprint: '441708772a52bf26' },
  { version: 2, brought: 'epochs: phones notice a server restored from a backup', fingerprint: 'c8278acfcc9a9151' },
];

/** Oldest version whose phones are still served; an older phone is told to open the page online once. */
export const oldestServed = 1;
