/** Each version of the protocol, newest last: what changed, and until when its phones are served (law S9: a year). */
export interface ProtocolVersion {
  readonly version: number;
  readonly brought: string;
  /** The day since when a released program speaks it; its forerunner is served for a year from then. */
  readonly since: string;
  /** Fingerprint of the wire schemas, as `wire.test.ts` computes it. */
  readonly fingerprint: string;
}

export const history: readonly ProtocolVersion[] = [
  { version: 1, brought: 'push, pull by scope, set-hash', since: '2026-11-22', fingerprint: '441708772a52bf26' },
  {
    version: 2,
    brought: 'epochs: phones notice a server restored from a backup',
    since: '2026-11-22',
    fingerprint: 'c8278acfcc9a9151',
  },
  {
    version: 3,
    brought: 'people before their history, packed answers',
    since: '2026-11-22',
    fingerprint: '6ae4b469adb5eb12',
  },
  {
    version: 4,
    brought: 'ids of counts are made on the phone',
    since: '2026-11-22',
    fingerprint: '4a86363ffbc0a53f',
  },
];

/** Oldest version whose phones are still served; an older phone is told to open the page online once. */
export const oldestServed = 1;
