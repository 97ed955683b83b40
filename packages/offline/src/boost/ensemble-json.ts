import { Fault } from '@causeway/contract';
import type { Ensemble, ScoreLink, Tree } from './ensemble.ts';

export const BOOST_KIND = 'boosted-trees';
export const BOOST_VERSION = 1;

const LINKS: readonly unknown[] = ['identity', 'logistic', 'log'];

/** Plain JSON; every f32 is a finite double, so nothing is lost. */
export const ensembleToJson = ({ trees, base, link, features }: Ensemble): string =>
  JSON.stringify({
    kind: BOOST_KIND,
    version: BOOST_VERSION,
    base,
    link,
    features,
    trees: trees.map((tree) => ({
      feature: [...tree.feature],
      threshold: [...tree.threshold],
      left: [...tree.left],
      right: [...tree.right],
      missingLeft: [...tree.missingLeft],
      value: [...tree.value],
    })),
  });

const refuse = (at: string, message: string): never => {
  throw new Fault('bad-input', `saved trees, ${at}`, message);
};

const numbers = (from: Record<string, unknown>, name: string, n: number, at: string): number[] => {
  const list = from[name];
  if (!Array.isArray(list) || list.length !== n || !list.every((v) => Number.isFinite(v)))
    return refuse(`${at}.${name}`, `a list of ${n} finite numbers is needed`);
  return list as number[];
};

const readTree = (from: unknown, at: string, features: number): Tree => {
  const record = (typeof from === 'object' && from !== null ? from : {}) as Record<string, unknown>;
  const n = Array.isArray(record['feature']) ? record['feature'].length : 0;
  if (n === 0) refuse(at, 'a tree has at least one node');
  const column = (name: string): number[] => numbers(record, name, n, at);
  const tree: Tree = {
    feature: Int32Array.from(column('feature')),
    threshold: Float32Array.from(column('threshold')),
    left: Int32Array.from(column('left')),
    right: Int32Array.from(column('right')),
    missingLeft: Uint8Array.from(column('missingLeft')),
    value: Float32Array.from(column('value')),
  };
  for (let k = 0; k < n; k++) {
    const f = tree.feature[k] as number;
    if (f < -1 || f >= features) refuse(`${at}, node ${k}`, `feature ${f} of ${features}`);
    // Children come after their parent, so that a walk ends.
    for (const child of [tree.left[k] as number, tree.right[k] as number])
      if (f >= 0 && !(child > k && child < n)) refuse(`${at}, node ${k}`, `child ${child} of ${n} nodes`);
  }
  return tree;
};

/** The ensemble of a saved text. Throws `bad-input` for what is malformed, `unknown-version` for another version. */
export const ensembleFromJson = (text: string): Ensemble => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Fault('bad-input', 'saved trees', 'the text is not JSON', error);
  }
  const record = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>;
  if (record['kind'] !== BOOST_KIND)
    refuse('kind', `got ${String(record['kind'])}, allowed is ${BOOST_KIND}`);
  if (record['version'] !== BOOST_VERSION)
    throw new Fault(
      'unknown-version',
      'saved trees',
      `got version ${String(record['version'])}, allowed is ${BOOST_VERSION}`,
    );
  const { base, link, features, trees } = record;
  if (typeof base !== 'number' || !Number.isFinite(base)) return refuse('base', `got ${String(base)}`);
  if (!LINKS.includes(link)) refuse('link', `got ${String(link)}, allowed are ${LINKS.join(', ')}`);
  if (typeof features !== 'number' || !Number.isInteger(features) || features < 1)
    return refuse('features', `got ${String(features)}, allowed is a whole number of at least 1`);
  if (!Array.isArray(trees)) return refuse('trees', 'a list is needed');
  return {
    base,
    link: link as ScoreLink,
    features,
    trees: trees.map((tree, t) => readTree(tree, `tree ${t}`, features)),
  };
};
