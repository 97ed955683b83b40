import type { Source } from './tree.ts';

interface Banned {
  word: RegExp;
  why: string;
  /** Only the script tag must be whole; the npm build may name what the shop's bundler loads lazily. */
  tagOnly?: true;
}

const BANNED: readonly Banned[] = [
  { word: /onnxruntime-web/, why: 'the heavy runtime is loaded lazily, from its own file', tagOnly: true },
  { word: /Math\.random/, why: 'chance comes from crypto' },
  { word: /\beval\(/, why: 'a shop forbids it by its content policy' },
  { word: /new Function\b/, why: 'a shop forbids it by its content policy' },
  { word: /PRIVATE KEY|private_?key|\bpkcs8\b/i, why: 'the page holds no signing key' },
  { word: /signing[_-]?(key|secret)|subtle\.sign\b/i, why: 'the page signs nothing' },
];

export const bundleFaults = (bundles: readonly Source[]): string[] =>
  bundles.flatMap(({ path, text }) =>
    BANNED.filter(({ word, tagOnly }) => (!tagOnly || path.endsWith('/causeway.js')) && word.test(text)).map(
      ({ word, why }) => `${path} holds ${word.source}: ${why}`,
    ),
  );
