import { type Interval, meanInterval } from '../../maths/index.ts';
import { calibrateEffects } from '../../uplift/index.ts';
import type { CandidateCase } from '../candidate-case.ts';

export type EffectCheck = {
  /** of realised on predicted effects, all arms together */
  readonly slope: Interval;
  readonly bins: readonly { readonly predicted: number; readonly realised: Interval }[];
  /** mean over exposures of what the policy adds over doing nothing, in cents: as its effects promise, and by the scores */
  readonly promised: number;
  readonly realised: Interval;
};

/** Do the candidate's effects hold? Scores Γ_a - Γ_none are unbiased for the effect of a whatever the models are (A8). */
export const checkEffects = ({ exposures: e, scores, effects, policy }: CandidateCase): EffectCheck => {
  const arms = scores.arms;
  const predicted: number[] = [];
  const psi: number[] = [];
  const person: string[] = [];
  const gain = new Float64Array(e.n);
  let promised = 0;
  for (let i = 0; i < e.n; i++)
    for (let a = 1; a < arms; a++) {
      const at = i * arms + a;
      const [p, none, own] = [
        policy[at] as number,
        scores.reward[i * arms] as number,
        scores.reward[at] as number,
      ];
      if (e.eligible[at] !== 1 || !Number.isFinite(own)) continue;
      predicted.push(effects[at] as number);
      psi.push(own - none);
      person.push(e.subject[i] as string);
      gain[i] = (gain[i] as number) + p * (own - none);
      promised += (p * (effects[at] as number)) / e.n;
    }
  const { slope, bins } = calibrateEffects(predicted, psi, person, { bins: 10 });
  return { slope, bins, promised, realised: meanInterval(gain, e.subject) };
};
