/** What accounts need from the rest of the server, and what they give it. */

import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { Post, Role } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import type { Session as EngineSession } from '@yimi/sync';
import type { Database } from '../database.ts';
import type { FormerSecret } from '../secrets.ts';
import type { Cost } from './passwords.ts';

type Push = (session: EngineSession, envelopes: readonly Envelope[], onBehalfOf?: string | null) => Promise<Outcome[]>;

export interface AccountParts {
  readonly database: Database;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  readonly push: Push;
  readonly keys: {
    /** P-256. */
    readonly depositPrivate: KeyObject;
    readonly depositPublicJwk: JsonWebKey;
    /** 32 bytes that lie outside the database: without it no password can be tried against a stolen table. */
    readonly pepper: Uint8Array;
    /** Of houses whose counties moved here. */
    readonly former: () => readonly FormerSecret[];
  };
  /** Where people reach the server; `https:` makes the cookie Secure. */
  readonly publicUrl: string;
  /** Work of a password check; the default is the house's. Tests of other things take less. */
  readonly passwordCost?: Cost;
}

/** Belongs to no county: a transaction set to it sees no row of any (law A1). */
export const noCounty = '00000000-0000-0000-0000-000000000000';

export interface Actor {
  readonly userId: string;
  /** `noCounty` for city officers and the city's evaluators. */
  readonly countyId: string;
  /** Code of the city whose figures they read; null for people of a county. */
  readonly cityCode: string | null;
  readonly sessionId: string;
  readonly deviceId: string | null;
  /** Active today. */
  readonly posts: readonly Post[];
  readonly roles: readonly Role[];
}

export interface Me {
  readonly userId: string;
  readonly countyId: string;
  readonly countyName: string;
  readonly cityCode: string | null;
  readonly name: string;
  readonly login: string;
  readonly posts: readonly Post[];
  readonly roles: readonly Role[];
  readonly depositKey: JsonWebKey;
  readonly depositToken: string | null;
  readonly serverTime: number;
}
