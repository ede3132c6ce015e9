/** Agencies (社工机构) and the contracts by which they run stations. */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import {
  alreadyThere,
  contractIsOver,
  endsBeforeItBegins,
  noSuchAgency,
  noSuchContract,
  noSuchStation,
} from '../problems.ts';
import { agencies, contracts, founders, registrationLevels, stations } from '../tables.ts';
import { anywhere, bySettings, Name } from './by-settings.ts';

const about = {
  founder: z._default(z.nullable(z.enum(founders)), null),
  registeredAt: z._default(z.nullable(z.enum(registrationLevels)), null),
  incubator: z._default(z.string().check(z.maxLength(60)), ''),
};

export const addAgency = defineCommand({
  name: 'network.add-agency',
  version: 2,
  // Version 2 may say who founded it and where it is registered; version 1 said nothing of that.
  upcasts: { 1: (input) => input },
  input: z.strictObject({ agencyId: Id, name: Name, ...about }),
  permission: bySettings,
  keys: (input) => [keyOf(agencies, input.agencyId)],
  place: anywhere,
  execute: (tx, { agencyId, ...rest }) => {
    if (tx.get(agencies, agencyId) !== 'absent') return alreadyThere('input.agencyId');
    tx.put(agencies, { id: agencyId, ...rest });
    return undefined;
  },
});

export const correctAgency = defineCommand({
  name: 'network.correct-agency',
  input: z.strictObject({ agencyId: Id, name: Name, ...about }),
  permission: bySettings,
  keys: (input) => [keyOf(agencies, input.agencyId)],
  place: anywhere,
  execute: (tx, { agencyId, ...rest }) => {
    const agency = tx.get(agencies, agencyId);
    if (agency === 'absent' || agency === 'not-held') return noSuchAgency();
    tx.put(agencies, { ...agency, ...rest });
    return undefined;
  },
});

export const openContract = defineCommand({
  name: 'network.open-contract',
  input: z.strictObject({
    contractId: Id,
    agencyId: Id,
    stationId: Id,
    lot: z.string().check(z.maxLength(20)),
    fromDay: Day,
    toDay: z.nullable(Day),
  }),
  permission: bySettings,
  keys: (input) => [
    keyOf(contracts, input.contractId),
    keyOf(stations, input.stationId),
    keyOf(agencies, input.agencyId),
  ],
  place: anywhere,
  execute: (tx, { contractId, ...rest }) => {
    if (tx.get(contracts, contractId) !== 'absent') return alreadyThere('input.contractId');
    if (tx.get(stations, rest.stationId) === 'absent') return noSuchStation();
    if (tx.get(agencies, rest.agencyId) === 'absent') return noSuchAgency();
    if (rest.toDay !== null && rest.toDay < rest.fromDay) return endsBeforeItBegins();
    tx.put(contracts, { id: contractId, ...rest });
    return undefined;
  },
});

/** A contract ends before its time, or on a day that was not known; its agency's people see the station no longer. */
export const endContract = defineCommand({
  name: 'network.end-contract',
  input: z.strictObject({ contractId: Id, lastDay: Day }),
  permission: bySettings,
  keys: (input) => [keyOf(contracts, input.contractId)],
  place: anywhere,
  execute: (tx, { contractId, lastDay }) => {
    const contract = tx.get(contracts, contractId);
    if (contract === 'absent' || contract === 'not-held') return noSuchContract();
    // One that ends earlier anyway is not made longer: that is a contract of its own.
    if (contract.toDay !== null && contract.toDay < lastDay) return contractIsOver(contract.toDay);
    tx.put(contracts, { ...contract, toDay: lastDay });
    return undefined;
  },
});
