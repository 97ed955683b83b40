import { csvCell } from '../table/index.ts';
import { writeText } from './write-text.ts';

/** CSV of row (from 0), action and each arm's effect; returns the share of each arm. */
export const writeDecisions = (
  path: string,
  arms: readonly string[],
  { arm, effects }: { readonly arm: Int32Array; readonly effects: readonly Float64Array[] },
): Record<string, number> => {
  const head = ['row', 'action', ...arms.slice(1).map((name) => csvCell(`effect_${name}`))];
  const shares = new Map<string, number>(arms.map((name) => [name, 0]));
  const lines = [head.join(',')];
  arm.forEach((a, i) => {
    const name = arms[a] as string;
    shares.set(name, (shares.get(name) as number) + 1 / arm.length);
    lines.push([i, csvCell(name), ...effects.map((own) => own[i])].join(','));
  });
  writeText(path, `${lines.join('\n')}\n`);
  return Object.fromEntries(shares);
};
