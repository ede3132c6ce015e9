/** The station's page for residents: typed after zh-CN. */
import type { Words } from '../words.ts';
import type { publicPage as zh } from '../zh-CN/public-page.ts';

export const publicPage: Words<typeof zh> = {
  back: 'Back to places',
  title: 'The page for residents',
  lead: 'No account: scan, say what is missing, look up the answer. It shows nobody’s data; what was asked is shown only where somebody wrote words for it.',
  slug: 'Address',
  slugSay: 'Stands behind {base}; lower-case letters, digits and hyphens, easy to say and to type.',
  intro: 'What we do',
  introSay: 'In your own words, and how it differs from the residents’ committee.',
  where: 'Where',
  hours: 'When somebody is there',
  phone: 'Phone',
  open: 'Save and open',
  close: 'Close it for now',
  look: 'See it as residents do',
  print: 'Print for the board',
  qrAlt: 'Code of this page',
  withheld: 'The county took this page down: {why}. Mend it, then ask the county to lift that.',
  closedSay: 'Not open yet. Once it is, a sheet with its code stands here, to print and put up in the village.',
  posterSay: 'If something is missing, tell us',
  posterHow: 'Scan with your phone; no account, no charge',
  posterPhone: 'Or ring us: {phone}',
  posterFoot: 'In an emergency ring 110, 120 or 119',
};
