import type { RouteName } from '@causeway/contract';
import { Fault, ROUTES } from '@causeway/contract';

export type Found = { readonly name: RouteName; readonly tail: string };

const NAMES = Object.keys(ROUTES) as RouteName[];
/** Routes whose path goes on after its last slash. */
const PREFIXES = NAMES.filter((name) => ROUTES[name].path.endsWith('/'));

/** The routes of one exact path. */
const exact = (pathname: string): RouteName[] => NAMES.filter((name) => ROUTES[name].path === pathname);
const BY_PATH: Readonly<Record<string, readonly RouteName[]>> = Object.fromEntries(
  NAMES.map((name) => [ROUTES[name].path, exact(ROUTES[name].path)]),
);

const find = (pathname: string): Found[] => {
  if (Object.hasOwn(BY_PATH, pathname) && !pathname.endsWith('/'))
    return (BY_PATH[pathname] as readonly RouteName[]).map((name) => ({ name, tail: '' }));
  return PREFIXES.filter((name) => pathname.startsWith(ROUTES[name].path)).map((name) => ({
    name,
    tail: pathname.slice(ROUTES[name].path.length),
  }));
};

/** The route of a path, by the table alone. Throws `not-found`, or `wrong-method` when the path has other methods. */
export const matchRoute = (method: string, pathname: string): Found => {
  const found = find(pathname);
  if (found.length === 0) throw new Fault('not-found', 'path', 'no such route');
  const right = found.find(({ name }) => ROUTES[name].method === method);
  if (right !== undefined) return right;
  const methods = found.map(({ name }) => ROUTES[name].method);
  throw new Fault('wrong-method', 'method', `got ${method.slice(0, 20)}, allowed is ${methods.join(', ')}`);
};
