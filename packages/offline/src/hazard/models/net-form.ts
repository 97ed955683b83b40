import { DenseNet, type NetLayer } from '../../net/index.ts';
import type { Form, Tuned } from './form.ts';
import { foldRows, foldScores, pooledBest } from './form.ts';
import type { HazardRows } from './hazard-rows.ts';
import type { FittedForm, ScorePart } from './score-part.ts';

export type NetSettings = {
  readonly hidden: readonly number[];
  readonly weightDecay: number;
  readonly epochs: number;
  /** Nets of other seeds whose scores are averaged. */
  readonly nets: number;
};

const MOST_EPOCHS = 60;

const settingsFor = (n: number): Omit<NetSettings, 'epochs'>[] => {
  const nets = n < 60_000 ? 3 : 1;
  const wide = { hidden: [32, 16], weightDecay: 0.05, nets };
  return n < 400_000 ? [{ hidden: [16], weightDecay: 0.3, nets }, wide] : [wide];
};

const netOf = ({ hidden, weightDecay }: Omit<NetSettings, 'epochs'>, epochs: number, n: number): DenseNet =>
  new DenseNet({
    hidden,
    weightDecay,
    epochs,
    batch: n < 10_000 ? 64 : 256,
    learningRate: 0.003,
    patience: 10,
  });

const asScore = (layers: readonly NetLayer[]): ScorePart => ({
  kind: 'net',
  layers: layers.map((layer, k) => (k === layers.length - 1 ? { ...layer, activation: 'identity' } : layer)),
});

const fitNets = (rows: HazardRows, settings: NetSettings, seed: number): FittedForm => {
  const nets = Array.from({ length: settings.nets }, (_, k) =>
    netOf(settings, settings.epochs, rows.n).fit({ ...rows, seed: seed + 7919 * k }),
  );
  return {
    parts: nets.map((net) => asScore(net.layers())),
    score: (x, n) => {
      const sum = new Float64Array(n);
      for (const net of nets)
        net.score(x, n).forEach((v, i) => {
          sum[i] = (sum[i] as number) + v / nets.length;
        });
      return sum;
    },
  };
};

/** Small dense nets; width, decay and passes are those of the least pooled log-loss over the forward folds. */
export const netForm: Form<NetSettings> = {
  name: 'net',
  tune: (rows, folds, seed): Tuned<NetSettings> => {
    const tried = settingsFor(rows.n);
    if (folds.length === 0) return { settings: { ...(tried[0] as NetSettings), epochs: 10 }, scores: [] };
    const runs = tried.map((settings) => {
      const curves = folds.map((fold) => {
        const [train, validation] = foldRows(rows, fold);
        const { losses } = netOf(settings, MOST_EPOCHS, train.n).fit({ ...train, seed, validation });
        return { curve: losses, rows: validation.n };
      });
      return { settings, ...pooledBest(curves) };
    });
    const best = runs.reduce((a, b) => (b.loss < a.loss ? b : a));
    const settings = { ...best.settings, epochs: best.at + 1 };
    return { settings, scores: foldScores(rows, folds, (train) => fitNets(train, settings, seed)) };
  },
  fit: fitNets,
};
