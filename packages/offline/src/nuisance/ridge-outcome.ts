import { STATE_SIZE } from '@causeway/contract';
import type { Exposures } from '../exposure/exposures.ts';
import { prepareRidge, rowDot, take, takeRows } from '../maths/index.ts';
import type { OutcomeLearner } from './outcome-learner.ts';

/** Fewer rows of an arm than this, and its mean is taken from all arms. */
const LEAST_ROWS = 10;

/** The plainest outcome model: for each outcome and arm a ridge regression on x (a T-learner). It assumes nothing about orders. */
export const ridgeOutcome = (width = STATE_SIZE): OutcomeLearner => ({
  name: 'ridge',
  fit: (e, rows) => {
    const arms = e.actions.length;
    const byArm = Array.from({ length: arms }, (_, a) => rows.filter((i) => e.action[i] === a));
    const ridges = byArm.map((own) => {
      const used = own.length < LEAST_ROWS ? rows : own;
      return { used, ridge: prepareRidge({ x: takeRows(e.x, width, used), n: used.length, p: width }) };
    });
    const fitOne = (y: ArrayLike<number>) => ridges.map(({ used, ridge }) => ridge(take(y, used)));
    const fits = { reward: fitOne(e.reward), cost: fitOne(e.cost), converted: fitOne(e.converted) };
    const predict = (models: ReturnType<typeof fitOne>, wanted: Int32Array, of: Exposures) => {
      const out = new Float64Array(wanted.length * arms);
      for (let r = 0; r < wanted.length; r++) {
        models.forEach((m, a) => {
          out[r * arms + a] = m.intercept + rowDot(of.x, wanted[r] as number, width, m.coefficients);
        });
      }
      return out;
    };
    return (wanted) => ({
      reward: predict(fits.reward, wanted, e),
      cost: predict(fits.cost, wanted, e),
      converted: predict(fits.converted, wanted, e),
    });
  },
});
