/**
 * Weighs the script of a first visit (UX.md 11: at most 150 KB compressed): all that is fetched until somebody has signed
 * in, set a PIN and sees today's list. Prints the sum at the end of the build and fails it above the limit, so that the
 * weight cannot creep up unseen. The table of pinyin readings is no part of it: it comes with the first registration.
 */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** @param limit bytes after gzip @param screens ends of the modules that a first visit opens besides the entry */
export function firstLoad({ limit, screens }: { limit: number; screens: readonly string[] }): Plugin {
  return {
    name: 'yimi-first-load',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])),
      );
      const first = new Set<string>();
      const add = (fileName: string): void => {
        if (first.has(fileName)) return;
        first.add(fileName);
        for (const needed of chunks.get(fileName)?.imports ?? []) add(needed);
      };
      const opened = (id: string | null): boolean => screens.some((end) => id?.endsWith(end) === true);
      for (const chunk of chunks.values()) if (chunk.isEntry || opened(chunk.facadeModuleId)) add(chunk.fileName);
      const sum = (weigh: (code: string) => number): number =>
        [...first].reduce((bytes, fileName) => bytes + weigh(chunks.get(fileName)?.code ?? ''), 0);
      const gzip = sum((code) => gzipSync(code, { level: 9 }).length);
      const brotli = sum((code) => brotliCompressSync(code).length);
      const said = `first visit: ${kilobytes(gzip)} of script with gzip, ${kilobytes(brotli)} with brotli; limit ${kilobytes(limit)}`;
      if (gzip > limit) this.error(said);
      process.stdout.write(`\n${said}\n`);
    },
  };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
