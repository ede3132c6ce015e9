/** The fitting room: the same screens on the pretended device. Built outside the repository, for the tests and for eyes. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { flags } from '../vite.config.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  define: flags,
  plugins: [vue()],
  build: {
    outDir: process.env.YIMI_DEV_OUT ?? join(tmpdir(), 'yimi-phone-dev'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
  },
});
