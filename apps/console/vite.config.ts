/**
 * Builds the console into `dist`, to be served under /console/. While developing, a small invented county answers the
 * routes (dev/), unless YIMI_SERVER names a running server.
 */
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { inventedCounty } from './dev/vite-plugin.ts';

const server = process.env.YIMI_SERVER;

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [vue(), ...(server === undefined ? [inventedCounty()] : [])],
  define: {
    // No legacy API and no devtools of vue-i18n: a third of its weight.
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
  },
  // The chart library is one large part, loaded when a chart comes into view.
  build: {
    chunkSizeWarningLimit: 600,
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
  },
  server: server === undefined ? {} : { proxy: { '/api': { target: server, changeOrigin: false } } },
});
