import { useEffect, useState } from 'react';

const BASE = '/react';

const here = (): string => location.pathname.slice(BASE.length) || '/';

const CHANGED = 'fennel:route';

/** Goes to another page of the storefront without leaving this document. */
export const go = (path: string): void => {
  history.pushState(null, '', `${BASE}${path === '/' ? '/' : path}`);
  dispatchEvent(new Event(CHANGED));
  scrollTo(0, 0);
};

/** The path below /react, as state. */
export const usePath = (): string => {
  const [path, setPath] = useState(here);
  useEffect(() => {
    const follow = () => setPath(here());
    addEventListener('popstate', follow);
    addEventListener(CHANGED, follow);
    return () => {
      removeEventListener('popstate', follow);
      removeEventListener(CHANGED, follow);
    };
  }, []);
  return path;
};

export const hrefOf = (path: string): string => `${BASE}${path}`;
