import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export type Process = { readonly pid: number; readonly parent: number; readonly name: string };

const fromProc = (): Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // pid (name) state parent ...; the name may hold spaces and brackets
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [{ pid: Number(pid), parent: Number(parent), name }];
      } catch {
        return []; // it has ended meanwhile
      }
    });

const fromPs = (): Process[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter((row) => row.length >= 3)
    .map(([pid, parent, ...name]) => ({ pid: Number(pid), parent: Number(parent), name: name.join(' ') }));

/** The processes of this machine: by /proc where there is one, else by `ps`. */
export const listProcesses = (): Process[] => (existsSync('/proc/self/stat') ? fromProc() : fromPs());

/** Ids of the workerd processes whose parent is `parent`. */
export const workerdOf = (parent: number): number[] =>
  listProcesses()
    .filter((one) => one.parent === parent && one.name.endsWith('workerd'))
    .map(({ pid }) => pid);
