import type { RouteName } from '@causeway/contract';
import { Fault, ROUTES } from '@causeway/contract';

export type Found = { readonly name: RouteName; readonly tail: string };

const tailOf = (path: string, pathname: string): string | null =>
  path.endsWith('/')
    ? pathname.startsWith(path)
      ? pathname.slice(path.length)
      : null
    : pathname === path
      ? ''
      : null;

/** The route of a path, by the table alone. Throws `not-found`, or `wrong-method` when the path has other methods. */
export const matchRoute = (method: string, pathname: string): Found => {
  const found: Found[] = [];
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const tail = tailOf(ROUTES[name].path, pathname);
    if (tail !== null) found.push({ name, tail });
  }
  if (found.length === 0) throw new Fault('not-found', 'path', 'no such route');
  const methods = found.map(({ name }) => ROUTES[name].method);
  const right = found.find(({ name }) => ROUTES[name].method === method);
  if (right === undefined) {
    throw new Fault('wrong-method', 'method', `got ${method.slice(0, 20)}, allowed is ${methods.join(', ')}`);
  }
  return right;
};
