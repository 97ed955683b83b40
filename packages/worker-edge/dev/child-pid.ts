import { execFileSync } from 'node:child_process';

/** Ids of the workerd processes that this process started. */
export const workerdChildren = (): number[] => {
  let table = '';
  try {
    table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' });
  } catch {
    return [];
  }
  return table
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter(([, parent, name]) => Number(parent) === process.pid && (name ?? '').endsWith('workerd'))
    .map(([pid]) => Number(pid));
};
