import { checkEffectRows, contrastOf, type EffectRows, type Nuisances } from '../../learners/index.ts';
import { boostRegressor, weightedRidgeRegressor } from '../../nuisance/index.ts';
import { hierarchicalPart } from './hierarchical-part.ts';
import { type EffectPart, type LinkScale, linkPart, linkScale } from './link-effects.ts';
import { type MixedEffects, mixEffects } from './mixed-effects.ts';
import { outcomeScale } from './outcome-scale.ts';
import { pooledBase } from './pooled-base.ts';
import { relevancePart } from './relevance-part.ts';
import { studyNuisances } from './study-nuisances.ts';

export type StudyEffects = {
  readonly mixed: MixedEffects;
  readonly nuisances: Nuisances;
  readonly link: LinkScale;
};

const boosted = (trees: number, maxLeaves: number) =>
  boostRegressor({ loss: 'squared', trees, learningRate: 0.05, maxLeaves, rowShare: 0.7 });

/**
 * Every arm's effect for policies: linear and boosted forms on the scale where effects are simple, all around one base learned from all
 * arms, mixed by the R-loss of people they did not see. Throws `bad-input` for a malformed table.
 */
export const studyEffects = (rows: EffectRows): StudyEffects => {
  checkEffectRows(rows);
  const nuisances = studyNuisances(rows);
  const scale = outcomeScale(rows.y);
  const link = linkScale(rows, pooledBase(rows, nuisances, scale), scale);
  const contrasts = Array.from({ length: rows.arms - 1 }, (_, k) => contrastOf(rows, nuisances, k + 1));
  const narrow = relevancePart('linear by relevance', rows, nuisances, link, 'narrow');
  const candidates: (EffectPart | null)[] = [
    narrow ?? linkPart('linear', contrasts, nuisances, link, weightedRidgeRegressor),
    narrow && relevancePart('steps and pairs by relevance', rows, nuisances, link, 'wide', narrow.order),
    hierarchicalPart(rows, nuisances, link),
    linkPart('trees of 3 leaves', contrasts, nuisances, link, boosted(60, 3)),
    linkPart('trees of 6 leaves', contrasts, nuisances, link, boosted(100, 6)),
  ];
  const parts = candidates.filter((part) => part !== null);
  return { mixed: mixEffects(rows, nuisances, parts, link), nuisances, link };
};
