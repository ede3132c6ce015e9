/** Four kinds of test, told apart by name (house style, Names): pure, on PostgreSQL, in a browser, the whole. */
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const folders = ['packages', 'modules', 'apps', 'demo', 'tests', 'bench'];
const named = (kind: string) => folders.map((folder) => `${folder}/**/*${kind}.test.ts`);

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [vue()],
        test: {
          name: 'pure',
          // Tests that run side by side start processes of their own; more than the cores only slow each other.
          maxConcurrency: 2,
          include: named(''),
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.pg.test.ts', '**/*.web.test.ts', '**/*.e2e.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'postgres',
          include: named('.pg'),
          globalSetup: ['apps/server/postgres/scratch-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: [...named('.web'), ...named('.e2e')],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Two browsers at once starve each other on two cores, and so would the simulator's processes beside one.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
