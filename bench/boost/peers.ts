import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian's, not one that shadows it on the path: the peers are Debian's packages. */
export const PYTHON = '/usr/bin/python3';

const PACKAGES = { xgboost: 'python3-xgboost', sklearn: 'python3-sklearn' } as const;
export type Peer = keyof typeof PACKAGES;

const has = (peer: Peer): boolean =>
  existsSync(PYTHON) && spawnSync(PYTHON, ['-c', `import ${peer}`], { stdio: 'ignore' }).status === 0;

/** The peers that can be run, installed with apt where that is allowed; what is skipped is said on stderr. */
export const findPeers = (): Peer[] => {
  const all = Object.keys(PACKAGES) as Peer[];
  const missing = all.filter((peer) => !has(peer));
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const names = missing.map((peer) => PACKAGES[peer]);
    console.error(`installing ${names.join(' and ')} with apt`);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...names], { stdio: 'ignore' });
  }
  return all.filter((peer) => {
    const found = has(peer);
    if (!found) console.error(`${peer} is skipped: ${PYTHON} cannot import it (Debian's ${PACKAGES[peer]})`);
    return found;
  });
};
