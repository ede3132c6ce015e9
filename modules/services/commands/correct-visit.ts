/** An author puts their own visit right: result, findings, needs. The first version stays in the audit (law A4). */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { clientNotActive, noSuchVisit, notCounted } from '../problems.ts';
import { needKinds, visitResults, visits } from '../tables.ts';
import { changeVisit, personErased, placeOfVisit } from '../visit-rules.ts';

export const correctVisit = defineCommand({
  name: 'services.correct-visit',
  input: z.strictObject({
    visitId: Id,
    result: z.enum(visitResults),
    findings: z.nullable(z.string().check(z.maxLength(2000))),
    needs: z.array(z.enum(needKinds)).check(z.maxLength(15)),
  }),
  permission: { 'hamlet-volunteer': 'own', 'village-worker': 'own', 'station-worker': 'own', 'station-head': 'own' },
  keys: (input) => [keyOf(visits, input.visitId)],
  place: (tx, input, context) => placeOfVisit(tx, input.visitId, context),
  serverCheck: (tx, input) => {
    const visit = tx.get(visits, input.visitId);
    if (visit === 'absent' || visit === 'not-held') return undefined;
    if (personErased(tx, visit)) return clientNotActive();
    return visit.state === 'counted' ? undefined : notCounted();
  },
  execute: (tx, { visitId, ...change }, context) =>
    changeVisit(tx, visitId, context.actorId, change) === 'absent' ? noSuchVisit() : undefined,
});
