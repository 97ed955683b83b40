import { Fault } from '@causeway/contract';

/**
 * The E-value of a risk ratio: how strongly a hidden confounder would have to go with both treatment and outcome, as a risk ratio, to
 * explain it away. E = RR + sqrt(RR (RR - 1)), of 1/RR when RR < 1. Throws `bad-input` for a ratio that is not above 0.
 */
export const eValue = (riskRatio: number): number => {
  if (!(riskRatio > 0 && riskRatio < Infinity))
    throw new Fault('bad-input', 'E-value', `got the risk ratio ${riskRatio}, allowed is a number above 0`);
  const r = riskRatio < 1 ? 1 / riskRatio : riskRatio;
  return r + Math.sqrt(r * (r - 1));
};
