import { BoostedTrees, type BoostOptions, scoreEnsemble } from '../../boost/index.ts';
import { compactEnsemble } from '../../onnx/index.ts';
import type { Form, Tuned } from './form.ts';
import { foldRows, foldScores, pooledBest } from './form.ts';
import type { HazardRows } from './hazard-rows.ts';
import type { FittedForm } from './score-part.ts';

export type TreeSettings = Pick<
  BoostOptions,
  'maxLeaves' | 'maxDepth' | 'minHessian' | 'l2' | 'learningRate' | 'trees'
>;

const MOST_TREES = 600;
const PATIENCE = 40;

/** Sizes of trees to try: fewer where rows are many, since each costs more and says less. */
const settingsFor = (n: number): TreeSettings[] => {
  const learningRate = n < 60_000 ? 0.05 : 0.1;
  const tried: TreeSettings[] = [
    { maxLeaves: 3, maxDepth: 2, minHessian: 3, l2: 3 },
    { maxLeaves: 6, maxDepth: 4, minHessian: 4, l2: 5 },
    { maxLeaves: 12, maxDepth: 5, minHessian: 6, l2: 5 },
    { maxLeaves: 31, maxDepth: 6, minHessian: 10, l2: 5 },
  ];
  const own =
    n < 20_000 ? tried.slice(0, 3) : n < 60_000 ? tried : n < 400_000 ? tried.slice(1) : tried.slice(3);
  return own.map((settings) => ({ ...settings, learningRate }));
};

const boosted = (settings: TreeSettings): BoostedTrees =>
  new BoostedTrees({ ...settings, rowShare: 0.7, columnShare: 0.7, patience: PATIENCE });

const fitTrees = (rows: HazardRows, settings: TreeSettings, seed: number): FittedForm => {
  const model = boosted(settings).fit({ x: rows.x, n: rows.n, d: rows.d, y: rows.y, seed });
  // As a page carries them, so that folds, mixture and calibration see the model that is shipped. Encoded rows miss nothing.
  const ensemble = compactEnsemble({ ...model.toEnsemble(), link: 'identity' });
  return { parts: [{ kind: 'trees', ensemble }], score: (x, n) => scoreEnsemble(ensemble, x, n) };
};

/** Boosted trees; their size and number are those of the least pooled log-loss over the forward folds. */
export const treeForm: Form<TreeSettings> = {
  name: 'trees',
  tune: (rows, folds, seed): Tuned<TreeSettings> => {
    const tried = settingsFor(rows.n);
    if (folds.length === 0) return { settings: { ...(tried[0] as TreeSettings), trees: 60 }, scores: [] };
    const runs = tried.map((settings) => {
      const curves = folds.map((fold) => {
        const [train, validation] = foldRows(rows, fold);
        const model = boosted({ ...settings, trees: MOST_TREES });
        const { deviances } = model.fit({ ...train, seed, validation });
        return { curve: deviances, rows: validation.n };
      });
      return { settings, ...pooledBest(curves) };
    });
    const best = runs.reduce((a, b) => (b.loss < a.loss ? b : a));
    const at = { ...best.settings, trees: Math.max(1, best.at) };
    const scores = foldScores(rows, folds, (train) => fitTrees(train, at, seed));
    // All rows are more than any fold had: a tenth more trees.
    return { settings: { ...at, trees: Math.ceil(1.1 * at.trees) }, scores };
  },
  fit: fitTrees,
};
