/**
 * The pages are served under a content policy without `unsafe-eval`: zod must not compile its schemas. Import this before
 * anything that declares a schema, or the first object schema probes `new Function` and the browser reports a violation.
 */
import * as z from 'zod/mini';

z.config({ jitless: true });
