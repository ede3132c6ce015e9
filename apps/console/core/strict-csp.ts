/**
 * zod compiles object parsers with `new Function` where it may. The console runs under a content policy without eval, and
 * even the probe would be reported as a violation. Imported before any schema is made.
 */
import * as z from 'zod/mini';

z.config({ jitless: true });
