/** What the server tells the console of certificates of service (志愿服务证明), as schemas. */
import './core/strict-csp.ts';
import { certificateStates } from '@yimi/activities';
import { Day, Id } from '@yimi/kernel';
import * as z from 'zod/mini';
import { Count } from './api.ts';

const CertificateRow = z.object({
  id: Id,
  number: z.string(),
  stationName: z.string(),
  fromDay: Day,
  toDay: Day,
  issuedOn: Day,
  minutes: Count,
  minutesNow: Count,
  state: z.enum(certificateStates),
  reason: z.nullable(z.string()),
});
export type CertificateRow = z.infer<typeof CertificateRow>;

/** GET /api/certificates?helper= */
export const Certificates = z.object({
  today: Day,
  rows: z.array(CertificateRow),
  /** Stations that may certify, each with the first day of which it recorded something. */
  stations: z.array(z.object({ id: Id, name: z.string(), fromDay: Day })),
});
export type Certificates = z.infer<typeof Certificates>;
