/** The boundaries of the house (HOUSE_STYLE: kernel ← protocol ← sync ← modules ← apps; no cycles; faces only). */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'kernel-stands-alone',
      severity: 'error',
      from: { path: '^packages/kernel' },
      to: { path: '^(packages/(?!kernel)|modules|apps|demo)' },
    },
    {
      name: 'protocol-knows-the-kernel-only',
      severity: 'error',
      from: { path: '^packages/protocol' },
      to: { path: '^(packages/(?!kernel|protocol)|modules|apps|demo)' },
    },
    {
      name: 'sync-knows-no-business',
      severity: 'error',
      from: { path: '^packages/sync', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/ui|modules|apps|demo)' },
    },
    { name: 'modules-know-no-app', severity: 'error', from: { path: '^modules' }, to: { path: '^(apps|demo|packages/ui)' } },
    {
      name: 'a-module-is-entered-by-its-face',
      severity: 'error',
      from: { path: '^modules/([^/]+)/' },
      to: { path: '^modules/(?!$1/)[^/]+/(?!index\\.ts$|server/index\\.ts$)' },
    },
    {
      name: 'apps-enter-modules-by-their-face',
      severity: 'error',
      from: { path: '^(apps|demo)' },
      to: { path: '^modules/[^/]+/(?!index\\.ts$|server/index\\.ts$)' },
    },
    {
      name: 'only-the-server-uses-node',
      severity: 'error',
      from: { path: '^(packages/(kernel|protocol|sync)|modules)', pathNot: '\\.test\\.ts$|/server/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'phone-and-console-know-no-server',
      severity: 'error',
      from: { path: '^apps/(phone|console)/', pathNot: '\\.test\\.ts$|/dev/|/tests/' },
      to: { path: '^apps/server' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
