import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** The gallery is looked at, never shipped: it is built outside the repository. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [vue()],
  build: { outDir: join(tmpdir(), 'yimi-gallery'), emptyOutDir: true, chunkSizeWarningLimit: 4000 },
});
