import { plain } from './plain/server.ts';
import { react } from './react/server.ts';
import { serverRendered } from './server-rendered/server.tsx';
import { theme } from './theme/server.ts';

/** Each recipe by the name of its folder. */
export const recipes = { plain, react, 'server-rendered': serverRendered, theme } as const;
