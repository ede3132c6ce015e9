/**
 * The phone's build: one small first load, every later screen a part of its own, and a service worker that keeps all of
 * them. The page runs under a strict content policy: nothing here may need `eval` or an inline script.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { firstLoad } from './first-load.ts';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** Vue's options interface and its development warnings are compiled out. */
export const flags = {
  __APP_VERSION__: JSON.stringify(version),
  __VUE_OPTIONS_API__: 'false',
  __VUE_PROD_DEVTOOLS__: 'false',
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
};

/** The manifest's icons keep their plain names; they are drawn in packages/ui. */
function icons(): Plugin {
  const folder = join(root, '../../packages/ui/icons');
  return {
    name: 'yimi-icons',
    apply: 'build',
    generateBundle() {
      for (const name of readdirSync(folder).filter((file) => /^icon-.*\.png$/.test(file))) {
        this.emitFile({ type: 'asset', fileName: `icons/${name}`, source: readFileSync(join(folder, name)) });
      }
    },
  };
}

export default defineConfig({
  root,
  base: '/phone/',
  publicDir: false,
  define: flags,
  resolve: {
    // Its own entry wraps an older script, and would bring the loader of such scripts along as a file of its own.
    alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }],
  },
  plugins: [
    vue(),
    icons(),
    firstLoad({ limit: 150 * 1024, screens: ['phone/opened.ts'] }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'worker',
      filename: 'sw.ts',
      // The entry registers the worker itself: an injected script would be inline.
      injectRegister: null,
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png}'] },
      manifest: {
        name: '一米',
        short_name: '一米',
        description: '在村里记一次，台账、指标、月报都由它得出。',
        lang: 'zh-CN',
        start_url: '/phone/',
        scope: '/phone/',
        display: 'standalone',
        orientation: 'portrait',
        theme_color: '#122d48',
        background_color: '#f3f1e9',
        icons: [
          { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: {
    outDir: join(root, 'dist'),
    emptyOutDir: true,
    // Top-level await, private methods, :has(): Chrome of 2022 and what Chinese phones build on it.
    target: 'chrome105',
    // Icons in the style sheet would be inlined as data: addresses, which the content policy forbids.
    assetsInlineLimit: 0,
    // Eight kilobytes of style in all: forty files of it would cost a poor line forty trips.
    cssCodeSplit: false,
    // Few files: each of twenty pieces pays for its headers, and compresses worse than the whole.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'] },
            { name: 'opened', test: /phone[\\/]opened\.ts$/ },
          ],
        },
      },
    },
  },
});
