import type { Exposures } from '@causeway/offline';

/** The largest absolute gap between an action's realised share and its mean logged probability. */
export const propensityGap = (rows: Pick<Exposures, 'n' | 'actions' | 'action' | 'pi'>) => {
  const { n, actions, action, pi } = rows;
  const A = actions.length;
  const drawn = new Float64Array(A);
  const expected = new Float64Array(A);
  for (let i = 0; i < n; i++) {
    const a = action[i] as number;
    drawn[a] = (drawn[a] as number) + 1;
    for (let k = 0; k < A; k++) expected[k] = (expected[k] as number) + (pi[i * A + k] as number);
  }
  let worst = { worstGap: 0, action: 'none', draws: n };
  for (let k = 0; k < A; k++) {
    const gap = Math.abs((drawn[k] as number) - (expected[k] as number)) / Math.max(1, n);
    if (gap > worst.worstGap) worst = { worstGap: gap, action: actions[k] as string, draws: n };
  }
  return worst;
};
