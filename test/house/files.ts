import type { Source } from './tree.ts';

export const LONGEST = 250;

export const lengthFaults = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n');
    if (lines.length <= LONGEST) return [];
    const reason = /(?:\/\/|\*).*\blong:\s*\S+\s+\S+/;
    if (lines.slice(0, 3).some((line) => reason.test(line))) return [];
    return [`${path}: ${lines.length} lines; split it, or say why in a comment 'long: reason' at its top`];
  });

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const NAMED = /^(packages|demo-store|test|bench|scripts)\//;

export const nameFaults = (paths: readonly string[]): string[] =>
  paths.flatMap((path) => {
    if (!NAMED.test(path)) return [];
    const wrong = path
      .split('/')
      .filter((part) => !part.startsWith('.') && !/^[A-Z]+\.md$/.test(part) && !KEBAB.test(part));
    return wrong.length > 0 ? [`${path}: ${wrong.join(', ')} is not kebab-case`] : [];
  });

/** Written so that this file does not hold what it looks for. */
const PLACES: readonly [RegExp, string][] = [
  [/(?<![\w.])\/wor[k]\//, 'a path of one machine'],
  [/(?<![\w.])\/roo[t]\//, 'a path of one machine'],
  [/registry\.npmj[s]|registry\.yarnpk[g]|deb\.debia[n]\.org|"resolved":\s*"http[s]?:/, 'a registry host'],
];

export const placeFaults = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, at) =>
        PLACES.filter(([pattern]) => pattern.test(line)).map(([, what]) => `${path}:${at + 1} holds ${what}`),
      ),
  );
