/**
 * The people served (服务对象) and their households. Everything here is personal: guarded columns are searchable and
 * masked where not needed, sealed ones encrypted at rest (law A3). A village worker receives no id numbers.
 */
import { columns, Day, defineTable, Id, onlyFor, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

/** 特殊群体, DOMAIN.md 4. */
export const specialGroups = [
  '低保对象',
  '特困人员',
  '低保边缘对象',
  '支出型困难对象',
  '残疾人',
  '老年人',
  '留守儿童',
  '留守妇女',
  '留守老人',
  '流浪乞讨返乡人员',
  '脱贫监测户',
  '防贫监测对象',
  '孤儿',
  '事实无人抚养儿童',
  '困境儿童',
  '独居老人',
  '空巢老人',
  '失能老人',
  '失独家庭',
  '重度残疾人',
] as const;

/** Risk level (风险等级): high weekly, key monthly, ordinary quarterly (DOMAIN.md 4). */
export const riskLevels = ['high', 'key', 'ordinary'] as const;
export type Risk = (typeof riskLevels)[number];

export const consentPurposes = ['service', 'photo', 'location', 'sharing'] as const;
export const Consent = z.strictObject({
  purpose: z.enum(consentPurposes),
  givenBy: z.enum(['person', 'guardian']),
  day: Day,
  withdrawnDay: z.nullable(Day),
});

/** Where a person lived from which day on: a record keeps the place of its own day (law N6). */
export const RoomSince = z.strictObject({ roomId: Id, fromDay: Day });

export const clients = defineTable({
  name: 'people.clients',
  columns: {
    name: columns.text(40, { mark: 'guarded' }),
    /** Syllables parted by spaces, as a person confirmed them (韦 is wéi, 单 may be shàn or dān). */
    pinyin: columns.text(200, { mark: 'guarded' }),
    sex: columns.choice(['male', 'female', 'unknown']),
    birthDay: optional(columns.day({ mark: 'guarded' })),
    phone: optional(columns.text(20, { mark: 'guarded' })),
    idNumber: onlyFor(['station'], optional(columns.text(18, { mark: 'sealed', match: true }))),
    idLastFour: onlyFor(['station'], optional(columns.text(4, { mark: 'guarded' }))),
    guardian: optional(columns.text(40, { mark: 'guarded' })),
    groups: columns.json(z.array(z.enum(specialGroups)), { mark: 'guarded' }),
    risk: columns.choice(riskLevels),
    roomId: columns.id(),
    roomHistory: columns.json(z.array(RoomSince)),
    hamlet: columns.text(40),
    householdId: optional(columns.id()),
    consents: columns.json(z.array(Consent)),
    /** The volunteer or worker to whom the person is given. */
    assigneeId: optional(columns.id()),
    state: columns.choice(['active', 'moved-away', 'died', 'merged', 'erased']),
    /** The person into whom a duplicate was merged; the old id goes on resolving (law C7). */
    mergedInto: optional(columns.id()),
    registeredOn: columns.day(),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
  subject: (row) => row.id,
  erased: (row) => row.state === 'erased',
  tokens: (row) => (row.state === 'active' ? searchTokens(row) : []),
  lists: ['pinyin', 'roomId'],
});
export type Client = z.infer<typeof clients.schema>;

/** Two registrations that may be one person: proposed, never refused (law C7); a person decides. */
export const mergeProposals = defineTable({
  name: 'people.merge_proposals',
  columns: {
    roomId: columns.id(),
    clientId: columns.id(),
    otherId: columns.id(),
    reason: columns.choice(['same-name', 'same-name-and-birth', 'same-id']),
    state: columns.choice(['open', 'merged', 'different']),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['station'],
  lists: ['clientId'],
});

/** A value that a later edit replaced although its writer had not seen it (law S8): kept, and shown to a person. */
export const conflicts = defineTable({
  name: 'people.conflicts',
  columns: {
    roomId: columns.id(),
    clientId: columns.id(),
    field: columns.text(40),
    earlier: optional(columns.text(2000, { mark: 'sealed' })),
    later: optional(columns.text(2000, { mark: 'sealed' })),
    laterBy: columns.id(),
    recordedAt: columns.instant(),
    state: columns.choice(['open', 'kept-later', 'restored']),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['station'],
  subject: (row) => row.clientId,
  lists: ['clientId'],
});

interface Searchable {
  readonly name: string;
  readonly pinyin: string;
  readonly phone: string | null;
  readonly idLastFour?: string | null | undefined;
}

/**
 * What a person can be found by (UX.md 3): beginnings of the name, of the full pinyin and of its initials, the phone's
 * last four, the card's last four. Equality and ranges only, so that row-level security stays fast (law A6).
 */
export function searchTokens(person: Searchable): string[] {
  const syllables = person.pinyin.toLowerCase().split(' ').filter(Boolean);
  const tokens = new Set<string>();
  if (person.name !== '') tokens.add(person.name);
  for (let i = 1; i < person.name.length; i++) tokens.add(person.name.slice(i));
  if (syllables.length > 0) {
    tokens.add(syllables.join(''));
    tokens.add(syllables.map((syllable) => syllable.slice(0, 1)).join(''));
    for (let i = 1; i < syllables.length; i++) tokens.add(syllables.slice(i).join(''));
  }
  if (person.phone !== null && person.phone.length >= 4) tokens.add(`#${person.phone.slice(-4)}`);
  if (person.idLastFour) tokens.add(`#${person.idLastFour.toLowerCase()}`);
  return [...tokens];
}

/** True if one of the tokens begins with what was typed; four digits (or three and X) ask for a number's end. */
export function matches(tokens: readonly string[], typed: string): boolean {
  const wanted = tokenPrefix(typed);
  return wanted !== '' && tokens.some((token) => token.startsWith(wanted));
}

/** What was typed, in the form in which tokens are kept. */
export function tokenPrefix(typed: string): string {
  const text = typed.trim().toLowerCase().replace(/\s+/g, '');
  return /^\d{3}[\dx]$/.test(text) ? `#${text}` : text;
}
