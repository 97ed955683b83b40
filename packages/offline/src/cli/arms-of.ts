import { Fault } from '@causeway/contract';

const NOTHING = /^(0|0\.0|false|control|none|no|placebo|baseline|untreated|no[ _-].*)$/i;

/**
 * The treatments, control first, the others in order (of number, where all are numbers). Without `control` it is the one that is
 * called 0, false, control, none, placebo, baseline or "no ..", else the first in order.
 * Throws `bad-input` for under 2 or over 32 of them, or a control that nobody got.
 */
export const armsOf = (treatment: readonly string[], control?: string): string[] => {
  const arms = [...new Set(treatment)];
  if (arms.length < 2 || arms.length > 32)
    throw new Fault('bad-input', 'treatment', `got ${arms.length} different values, allowed are 2 to 32`);
  if (arms.every((arm) => arm.trim() !== '' && Number.isFinite(Number(arm))))
    arms.sort((a, b) => Number(a) - Number(b));
  else arms.sort();
  const first = control ?? arms.find((arm) => NOTHING.test(arm)) ?? (arms[0] as string);
  if (!arms.includes(first))
    throw new Fault('bad-input', 'control', `got ${first}, the treatments are ${arms.join(', ')}`);
  return [first, ...arms.filter((arm) => arm !== first)];
};
