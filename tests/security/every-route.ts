/** Every route that the server has, read off the server itself, so that no test keeps a list of them. */
import type { FastifyInstance } from 'fastify';

export type Method = 'GET' | 'POST' | 'DELETE' | 'PATCH' | 'HEAD' | 'PUT';

/** Fastify prints a tree: indentation by four characters, a piece of the path, the methods in brackets. */
export function routesOf(app: FastifyInstance): { method: Method; path: string }[] {
  const found: { method: Method; path: string }[] = [];
  const above: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent, piece = '', methods] = /^([│├└─\s]*)(\S*?)(?: \(([A-Z, ]+)\))?$/u.exec(line) ?? [];
    if (indent === undefined || piece === '') continue;
    const depth = Math.max(0, indent.length / 4 - 1);
    above.length = depth;
    above[depth] = piece;
    for (const method of (methods ?? '').split(', ').filter(isMethod)) found.push({ method, path: above.join('') });
  }
  return found;
}

function isMethod(text: string): text is Method {
  return ['GET', 'POST', 'DELETE', 'PATCH', 'HEAD', 'PUT'].includes(text);
}
