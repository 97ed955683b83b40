import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export type PeerStudy = {
  readonly d: number;
  readonly n: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly action: Int32Array;
  readonly later: Float64Array;
  readonly m: number;
};

/** Debian's packages are seen by Debian's own python, which need not be the first on the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];
let python: string | null | undefined;

const find = (): string | null =>
  PYTHONS.find((own) => spawnSync(own, ['-c', 'import sklearn']).status === 0) ?? null;

/** Whether python3 with scikit-learn is on this machine; Debian's package is tried once where apt may install it. */
export const sklearnIsHere = (): boolean => {
  if (python === undefined) {
    python = find();
    if (python === null && process.getuid?.() === 0) {
      spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'python3-sklearn']);
      python = find();
    }
    if (python === null) console.error('skipped: python3-sklearn is not here and could not be installed');
  }
  return python !== null;
};

/** Effects of the later rows by a meta-learner of scikit-learn. */
export const sklearnEffects = (
  learner: 't' | 'x',
  base: 'linear' | 'boost',
  { d, n, x, y, action, later, m }: PeerStudy,
): Float64Array => {
  const line = (t: number, v: number, from: Float64Array, i: number) =>
    [t, v, ...from.subarray(i * d, (i + 1) * d)].join(',');
  const input = [
    ...Array.from({ length: n }, (_, i) => line(action[i] as number, y[i] as number, x, i)),
    ...Array.from({ length: m }, (_, i) => line(0, 0, later, i)),
  ].join('\n');
  const { stdout, stderr, status } = spawnSync(
    python ?? 'python3',
    [resolve(import.meta.dirname, 'peers.py'), learner, base, String(n)],
    { input, maxBuffer: 2 ** 28, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`peers.py ended with ${status}: ${stderr.slice(-400)}`);
  return Float64Array.from(stdout.trim().split('\n'), Number);
};
