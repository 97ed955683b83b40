import type { Stage } from '@causeway/contract';
import { STAGES } from '@causeway/contract';
import type { StartOptions } from './start-options.ts';

/** Whether a path fits a pattern in which * stands for anything: "/cart", "/product/*". */
export const fitsPath = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`).test(path);

/**
 * The stage of the page as it is now: the furthest one of which a pattern fits the path (with the hash, for shops that route
 * by it) or a selector finds a visible element. Null when none fits.
 */
export const stageOf = (stages: NonNullable<StartOptions['stages']>, view: Window): Stage | null => {
  const { pathname, hash } = view.location;
  const shows = (selector: string): boolean => {
    try {
      const found = view.document.querySelector(selector);
      return found !== null && found.closest('[hidden]') === null;
    } catch {
      return false;
    }
  };
  const fits = (rule: string): boolean =>
    /^[/*]/.test(rule) ? fitsPath(rule, pathname) || fitsPath(rule, pathname + hash) : shows(rule);
  for (const stage of [...STAGES].reverse()) {
    // Whatever is no text shows nothing: a mistake in one rule leaves the others as they are.
    if ([stages[stage] ?? []].flat().some(fits)) return stage;
  }
  return null;
};
