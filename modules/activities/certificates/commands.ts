/** A station certifies hours when the volunteer asks for it, and takes a certificate back that was made out wrongly. */
import type { Permission } from '@yimi/kernel';
import { Day, dayOf, defineCommand, derivedId, Id, keyOf } from '@yimi/kernel';
import { stations } from '@yimi/network';
import { profiles } from '@yimi/volunteers';
import * as z from 'zod/mini';
import { hoursOf, starsOf } from '../hours/rules.ts';
import { alreadyWithdrawn, noSuchCertificate, nothingToCertify, numberTaken, wrongPeriod } from './problems.ts';
import { certifiable, certificatesOf, linesOf, minutesOf, titleIn } from './rules.ts';
import type { Certificate } from './tables.ts';
import { certificates } from './tables.ts';

const byStation: Permission = { 'station-worker': 'station', 'station-head': 'station' };

/** The number is drawn by who issues, so that the row it names follows from it: no number is ever given to two papers. */
export const certificateId = (number: string): string => derivedId('certificate of service', number);

export const issueCertificate = defineCommand({
  name: 'activities.issue-certificate',
  input: z.strictObject({
    number: z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)),
    helperId: Id,
    stationId: Id,
    fromDay: Day,
    toDay: Day,
    /** Anybody who holds the paper can look the name up: it is made only because the volunteer wants it. */
    askedFor: z.literal(true),
  }),
  permission: byStation,
  keys: ({ number, helperId, stationId }) => [
    keyOf(certificates, certificateId(number)),
    keyOf(stations, stationId),
    keyOf(profiles, helperId),
  ],
  place: (_tx, { stationId }) => ({ stationId }),
  execute: (tx, { number, helperId, stationId, fromDay, toDay }, context) => {
    const id = certificateId(number);
    const taken = tx.get(certificates, id);
    const station = tx.get(stations, stationId);
    if (taken === 'not-held' || station === 'not-held') return undefined;
    if (taken !== 'absent') return numberTaken();
    const today = dayOf(context.recordedAt);
    if (fromDay > toDay || toDay > today) return wrongPeriod();
    const all = hoursOf(tx, helperId);
    const rows = certifiable({ stationId, fromDay, toDay }, all);
    const last = rows.reduce<(typeof rows)[number] | null>(
      (one, row) => (one && one.toAt > row.toAt ? one : row),
      null,
    );
    if (station === 'absent' || last === null) return nothingToCertify();
    const profile = tx.get(profiles, helperId);
    const minutes = minutesOf(rows);
    const total = minutesOf(all);
    // One paper over one period: the earlier one says that a newer one stands in its place.
    for (const one of certificatesOf(tx, helperId)) {
      const same = one.stationId === stationId && one.fromDay === fromDay && one.toDay === toDay;
      if (same && one.state === 'valid') tx.put(certificates, { ...one, state: 'replaced', endedOn: today });
    }
    tx.put(certificates, {
      ...{
        id,
        number,
        helperId,
        stationId,
        fromDay,
        toDay,
        minutes,
        minutesNow: minutes,
        total,
        stars: starsOf(total),
      },
      helperName: profile === 'absent' || profile === 'not-held' ? last.helperName : profile.name,
      ...{ stationName: station.name, issuedOn: today, lines: linesOf(rows, titleIn(tx)), state: 'valid' as const },
      ...{ endedOn: null, reason: null, issuedBy: context.onBehalfOf ?? context.actorId },
      recordedAt: context.recordedAt,
    });
    return undefined;
  },
});

const Reason = z.string().check(z.minLength(1), z.maxLength(200));

/** 作废: it proves nothing any more, and who looks it up is told so. */
export const withdrawCertificate = defineCommand({
  name: 'activities.withdraw-certificate',
  input: z.strictObject({ certificateId: Id, reason: Reason }),
  permission: byStation,
  keys: (input) => [keyOf(certificates, input.certificateId)],
  place: (tx, input) => {
    const row = tx.get(certificates, input.certificateId);
    if (row === 'not-held') return 'not-held';
    return row === 'absent' ? null : { stationId: row.stationId };
  },
  execute: (tx, input, context) => {
    const row = tx.get(certificates, input.certificateId);
    if (row === 'not-held') return undefined;
    if (row === 'absent') return noSuchCertificate();
    if (row.state === 'withdrawn') return alreadyWithdrawn();
    const after: Certificate = { ...row, state: 'withdrawn', endedOn: dayOf(context.recordedAt), reason: input.reason };
    tx.put(certificates, after);
    return undefined;
  },
});
