import { Fault } from '@causeway/contract';
import type { UserTable } from '../table/index.ts';
import { featureMatrix } from './user-columns.ts';

/** π(a|x), n x A: from a column an arm, or from the column that names the arm chosen. */
export const candidateMatrix = (
  source: UserTable,
  { policy, target }: { readonly policy?: readonly string[]; readonly target?: string },
  arms: readonly string[],
): Float64Array | null => {
  if (policy !== undefined) {
    if (policy.length === arms.length) return featureMatrix(source, policy);
    throw new Fault('bad-input', '--policy', `got ${policy.length} columns for the arms ${arms.join(', ')}`);
  }
  if (target === undefined) return null;
  const out = new Float64Array(source.n * arms.length);
  source.texts(target).forEach((name, i) => {
    const a = arms.indexOf(name);
    if (a < 0)
      throw new Fault(
        'unknown-action',
        `column ${target}, row ${source.fileRow(i)}`,
        `got ${name}, the arms are ${arms.join(', ')}`,
      );
    out[i * arms.length + a] = 1;
  });
  return out;
};
