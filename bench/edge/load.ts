import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

export type Call = {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
};
/** What is under load: where it listens, which process computes, and the n-th call. */
export type Target = {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  call(n: number): Call;
};
export type Load = {
  readonly requests: number;
  readonly failures: number;
  readonly perSecond: number;
  /** of the server's process, user and system, for one request */
  readonly cpuMicros: number;
  readonly p50: number;
  readonly p99: number;
};

/** CPU time of a process so far, in microseconds; the kernel counts in hundredths of a second. */
export const cpuMicros = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
};
export const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const send = (agent: Agent, url: string, call: Call): Promise<number> =>
  new Promise((resolve, reject) => {
    const body = call.body ?? '';
    const headers = { ...call.headers, 'content-length': Buffer.byteLength(body) };
    const asked = request(`${url}${call.path}`, { method: call.method, headers, agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that the server had just closed says nothing of the call: it is made again, in the same time.
      if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(send(agent, url, call));
      else reject(error);
    });
    asked.end(body);
  });

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;

/** `count` calls by `width` callers that wait for each answer, numbered from `from`. */
export const load = async (target: Target, count: number, width: number, from = 0): Promise<Load> => {
  const agent = new Agent({ keepAlive: true, maxSockets: width });
  const times: number[] = [];
  let next = from;
  let failures = 0;
  const caller = async (): Promise<void> => {
    while (next < from + count) {
      const call = target.call(next++);
      const at = performance.now();
      const status = await send(agent, target.url, call);
      times.push(performance.now() - at);
      if (status !== 200) failures += 1;
    }
  };
  const cpu = cpuMicros(target.pid);
  const began = performance.now();
  await Promise.all(Array.from({ length: width }, caller));
  const seconds = (performance.now() - began) / 1000;
  const used = cpuMicros(target.pid) - cpu;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    requests: count,
    failures,
    perSecond: count / seconds,
    cpuMicros: used / count,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
};
