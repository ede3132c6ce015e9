/**
 * The phone: who has enrolled on it, signing in, the PIN, opening a person's vault. The vault's key exists only in memory
 * while it is open; giving a vault up moves its sealed work aside first, so that nothing unsent is ever erased (law S5).
 */
import type { Problem } from '@yimi/kernel';
import { isProblem, uuidv7 } from '@yimi/kernel';
import type { PulledAhead } from '@yimi/sync';
import * as z from 'zod/mini';
import { Me } from './api.ts';
import { randomBytes } from './bytes.ts';
import { deviceLabel, persistentStorage } from './capability.ts';
import { decryptJson, encryptJson } from './cipher.ts';
import type { DeviceDatabase } from './databases.ts';
import { deviceDatabase, hasVault, vaultOf } from './databases.ts';
import { countUndeposited, handIn } from './deposit-desk.ts';
import type { OpenUser, OpenUserParts, OpenVault } from './open-user.ts';
import { longestWait, newDeviceKeys, newVaultKey, openVaultKey, rewrapVaultKey, waitAfter } from './pin-lock.ts';
import { noVault, openElsewhere, Refused, wrongPin } from './problems.ts';
import { beginSession, finishSignOut } from './session.ts';
import type { PhoneFact, UserLabel, UserRow } from './stored.ts';
import { labelPlace } from './stored.ts';
import { giveUpVault, holdVault } from './vault-keeping.ts';

export interface Device {
  /** This phone's id, made once. */
  readonly id: string;
  /** Who has enrolled on this phone, for the unlock screen. */
  users(): Promise<{ userId: string; name: string; login: string }[]>;
  signIn(login: string, password: string): Promise<Me | Problem>;
  enrol(code: string, password: string): Promise<Me | Problem>;
  /** After `auth.second-factor-needed`, with the token of its details. */
  secondStep(token: string, code: string): Promise<Me | Problem>;
  /** After `signIn` or `enrol`: sets the PIN, makes the person's vault, opens it. Rejects with `Refused` if it is open elsewhere. */
  setPin(me: Me, pin: string): Promise<OpenUser>;
  /** Offline. A wrong PIN is `device.wrong-pin` with `details.waitSeconds`. */
  unlock(userId: string, pin: string): Promise<OpenUser | Problem>;
  /** Knowing the old one; nothing in the vault changes. A wrong one counts and waits as at the door. */
  changePin(userId: string, oldPin: string, newPin: string): Promise<Problem | undefined>;
  /** Deposits what is unsent if it can, then gives the vault up; what could not be deposited stays sealed until the server has it. */
  forgetPin(userId: string): Promise<{ undeposited: number }>;
  undeposited(): Promise<number>;
  /** Sends sealed work with the deposit-only credential, also when locked or signed out. */
  deposit(): Promise<void>;
  persistentStorage(): Promise<'granted' | 'denied' | 'unsupported'>;
}

/**
 * Fetches what only an open vault needs: the engine with every table and command. It is evaluated while a PIN is typed, not
 * before the pad stands.
 */
type Opened = () => Promise<Pick<typeof import('./opened-part.ts'), 'OpenVault' | 'PulledAhead' | 'httpTransport'>>;

const StoredLabel = z.object({ name: z.string(), login: z.string(), depositToken: z.nullable(z.string()) });
const mePlace = 'me';

let opened: Promise<Device> | null = null;

/** Needs no network. */
export function openDevice(part: Opened): Promise<Device> {
  opened ??= open(part);
  return opened;
}

async function open(part: Opened): Promise<Device> {
  const database = deviceDatabase();
  const phone = await phoneFact(database);
  const device = new Phone(database, phone, part);
  const cameBack = (): void => {
    void finishSignOut(database).then(() => device.deposit());
  };
  window.addEventListener('online', cameBack);
  cameBack();
  return device;
}

async function phoneFact(database: DeviceDatabase): Promise<PhoneFact> {
  const known = await database.facts.get('phone');
  if (known?.name === 'phone') return known;
  const made: PhoneFact = { name: 'phone', id: uuidv7(Date.now(), randomBytes(10)), ...(await newDeviceKeys()) };
  // Two tabs may open for the first time at once: the first one to write is the phone.
  await database.facts.add(made).catch(() => undefined);
  const stored = await database.facts.get('phone');
  if (stored?.name !== 'phone') throw new Error('the phone could not be written');
  return stored;
}

class Phone implements Device {
  readonly #database: DeviceDatabase;
  readonly #phone: PhoneFact;
  readonly #opened: Opened;
  readonly #open = new Map<string, OpenVault>();
  /** Whoever has signed in and has no vault yet: the people they serve come while they choose a PIN. */
  #newcomer: { readonly userId: string; readonly ahead: PulledAhead } | null = null;
  #depositing: Promise<void> | null = null;

  constructor(database: DeviceDatabase, phone: PhoneFact, opened: Opened) {
    this.#database = database;
    this.#phone = phone;
    this.#opened = opened;
  }

  get id(): string {
    return this.#phone.id;
  }

  async users(): Promise<{ userId: string; name: string; login: string }[]> {
    const users: { userId: string; name: string; login: string }[] = [];
    for (const row of await this.#database.users.toArray()) {
      const label = await this.#label(row);
      if (row.vault !== null && label !== null)
        users.push({ userId: row.userId, name: label.name, login: label.login });
    }
    return users;
  }

  async #label(row: UserRow): Promise<UserLabel | null> {
    const parsed = StoredLabel.safeParse(await decryptJson(this.#phone.boxKey, row.label, labelPlace(row.userId)));
    return parsed.success ? parsed.data : null;
  }

  signIn(login: string, password: string): Promise<Me | Problem> {
    return this.#signedIn('/api/session', { login, password });
  }

  enrol(code: string, password: string): Promise<Me | Problem> {
    return this.#signedIn('/api/enrol', { code, password });
  }

  secondStep(token: string, code: string): Promise<Me | Problem> {
    return this.#begun('/api/session/second', { token, code });
  }

  #signedIn(path: string, body: object): Promise<Me | Problem> {
    const device = { id: this.id, name: deviceLabel(navigator.userAgent) };
    return this.#begun(path, { ...body, device });
  }

  async #begun(path: string, body: object): Promise<Me | Problem> {
    const me = await beginSession(this.#database, path, body);
    if (isProblem(me)) return me;
    await this.#keepLabel(me);
    this.#open.get(me.userId)?.signedInAgain(me);
    const { userId } = me;
    const { PulledAhead, httpTransport } = await this.#opened();
    const { pull } = httpTransport(this.#database, userId, () => Date.now());
    const isNew = (await this.#database.users.get(userId))?.vault === null;
    this.#newcomer = isNew ? { userId, ahead: new PulledAhead(pull) } : null;
    return me;
  }

  async #keepLabel(me: Me): Promise<void> {
    const old = await this.#database.users.get(me.userId);
    const before = old === undefined ? null : await this.#label(old);
    const label: UserLabel = {
      name: me.name,
      login: me.login,
      depositToken: me.depositToken ?? before?.depositToken ?? null,
    };
    const box = await encryptJson(this.#phone.boxKey, label, labelPlace(me.userId));
    const begun: UserRow = {
      userId: me.userId,
      label: box,
      vault: null,
      me: null,
      failures: 0,
      notBefore: 0,
      lastSyncAt: null,
    };
    // Never the whole row of a known person: it would put back the key under a PIN that was changed meanwhile.
    if (old === undefined) await this.#database.users.put({ ...begun, label: box });
    else await this.#database.users.update(me.userId, { label: box });
  }

  async setPin(me: Me, pin: string): Promise<OpenUser> {
    insistOnDigits(pin);
    this.#open.get(me.userId)?.lock();
    const release = await holdVault(me.userId);
    if (release === null) throw new Refused(openElsewhere());
    try {
      // An older vault opens with no new PIN: its sealed work is set aside, its rows come again from the server.
      if (await hasVault(me.userId)) await giveUpVault(this.#database, me.userId);
      const { key, wrapped } = await newVaultKey(pin, this.#phone.mixKey);
      await this.#keepLabel(me);
      const fresh = {
        vault: wrapped,
        me: await encryptJson(key, me, mePlace),
        failures: 0,
        notBefore: 0,
        lastSyncAt: null,
      };
      await this.#database.users.update(me.userId, fresh);
      const ahead = this.#newcomer?.userId === me.userId ? this.#newcomer.ahead : null;
      this.#newcomer = null;
      return await this.#openVault({ me, key, lastSyncAt: null, ahead }, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  async unlock(userId: string, pin: string): Promise<OpenUser | Problem> {
    const already = this.#open.get(userId);
    if (already !== undefined) already.lock();
    const release = await holdVault(userId);
    if (release === null) return openElsewhere();
    try {
      const answer = await this.#tryPin(userId, pin);
      if (isProblem(answer)) {
        release();
        return answer;
      }
      return await this.#openVault({ ...answer, ahead: null }, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  async changePin(userId: string, oldPin: string, newPin: string): Promise<Problem | undefined> {
    insistOnDigits(newPin);
    const row = await this.#database.users.get(userId);
    if (row === undefined || row.vault === null) return noVault();
    const { vault } = row;
    const wrapped = await this.#counted(row, () => rewrapVaultKey(oldPin, newPin, this.#phone.mixKey, vault));
    if (isProblem(wrapped)) return wrapped;
    // One record, one durable write: after a crash either the old PIN opens the vault or the new one does.
    await this.#database.users.update(userId, { vault: wrapped });
    return undefined;
  }

  async #tryPin(userId: string, pin: string): Promise<{ me: Me; key: CryptoKey; lastSyncAt: number | null } | Problem> {
    const row = await this.#database.users.get(userId);
    if (row === undefined || row.vault === null || row.me === null) return noVault();
    const { vault } = row;
    const key = await this.#counted(row, () => openVaultKey(pin, this.#phone.mixKey, vault));
    if (isProblem(key)) return key;
    const me = Me.parse(await decryptJson(key, row.me, mePlace));
    return { me, key, lastSyncAt: row.lastSyncAt };
  }

  /** One try of a PIN; null from it means that the PIN is wrong. */
  async #counted<T extends object>(row: UserRow, tried: () => Promise<T | null>): Promise<T | Problem> {
    const { userId } = row;
    // A clock that was set back must not lock the person out for ever.
    const wait = Math.min(row.notBefore - Date.now(), longestWait);
    if (wait > 0) return wrongPin(Math.ceil(wait / 1000), false);
    const failures = row.failures + 1;
    const pause = waitAfter(failures);
    // Counted before it is tried: closing the app in between must not give a try for nothing.
    await this.#database.users.update(userId, { failures, notBefore: pause === 0 ? 0 : Date.now() + pause });
    const opened = await tried();
    if (opened === null) return wrongPin(Math.ceil(pause / 1000), true);
    await this.#database.users.update(userId, { failures: 0, notBefore: 0 });
    return opened;
  }

  async #openVault(
    opened: Pick<OpenUserParts, 'me' | 'key' | 'lastSyncAt' | 'ahead'>,
    release: () => void,
  ): Promise<OpenUser> {
    const { me, key } = opened;
    const { OpenVault } = await this.#opened();
    const user = new OpenVault({
      ...opened,
      device: this.#database,
      vault: vaultOf(me.userId),
      keepMe: async (now) => {
        await this.#keepLabel(now);
        await this.#database.users.update(now.userId, { me: await encryptJson(key, now, mePlace) });
      },
      signedOut: (why) => void (asksToWipe(why) ? this.#wipe(me.userId) : this.deposit()),
      closed: () => {
        this.#open.delete(me.userId);
        release();
        void this.deposit();
      },
    });
    await user.open();
    this.#open.set(me.userId, user);
    return user;
  }

  async forgetPin(userId: string): Promise<{ undeposited: number }> {
    this.#open.get(userId)?.lock();
    await this.deposit();
    const release = await holdVault(userId);
    if (release === null) throw new Refused(openElsewhere());
    try {
      await giveUpVault(this.#database, userId);
    } finally {
      release();
    }
    return { undeposited: await this.undeposited() };
  }

  /** The station said this phone is lost (law S5): hand in what can be, then leave nothing that a PIN could open. */
  async #wipe(userId: string): Promise<void> {
    await this.forgetPin(userId);
    window.location.reload();
  }

  undeposited(): Promise<number> {
    return countUndeposited();
  }

  /** Everybody's but the open person's, who sends by themselves. */
  deposit(): Promise<void> {
    // A pass that has not begun will see whatever there is now.
    this.#depositing ??= handIn(() => {
      this.#depositing = null;
      return [...this.#open.values()].find((user) => !user.status.value.signedOut)?.me.userId ?? null;
    });
    return this.#depositing;
  }

  persistentStorage(): Promise<'granted' | 'denied' | 'unsupported'> {
    return persistentStorage();
  }
}

function insistOnDigits(pin: string): void {
  if (!/^\d{4,12}$/.test(pin)) throw new RangeError('a PIN is 4 to 12 digits');
}

function asksToWipe(problem: Problem): boolean {
  return problem.code === 'auth.device-revoked' && problem.details.wipe === true;
}
