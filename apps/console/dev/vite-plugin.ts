/** Lets the invented county answer while the console is being built. */
import type { Plugin } from 'vite';

export function inventedCounty(): Plugin {
  return {
    name: 'yimi-invented-county',
    apply: 'serve',
    async configureServer(server) {
      // Loaded only when serving: a build needs no county.
      const { inventedServer } = await import('./routes.ts');
      const handle = inventedServer();
      server.middlewares.use((request, response, next) => {
        handle(request, response).then((taken) => taken || next(), next);
      });
    },
  };
}
