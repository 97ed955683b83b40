import { setTimeout as sleep } from 'node:timers/promises';
import { type Edge, type EdgeOptions, startEdge } from './start-edge.ts';

const LOOK_MS = 500;

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

type KeptEdge = EdgeOptions & {
  /** what a workerd had stored is what the next one goes on with */
  readonly persist: string;
  readonly onRestart: (workerdPid: number) => void;
  /** told when a dead workerd could not be replaced; after that nobody looks any more */
  readonly onLost: (error: Error) => void;
};

/** The edge of `startEdge`, started again on the same folder and port whenever its workerd was killed. */
export const keepEdge = async ({ onRestart, onLost, ...options }: KeptEdge): Promise<Edge> => {
  let edge = await startEdge(options);
  const { url, keys } = edge;
  const same: EdgeOptions = { ...options, port: Number(new URL(url).port) };
  let stopping = false;
  const watch = async (): Promise<void> => {
    while (!stopping) {
      await sleep(LOOK_MS, undefined, { ref: false });
      if (stopping || edge.workerdPid === 0 || lives(edge.workerdPid)) continue;
      await edge.stop();
      edge = await startEdge(same);
      onRestart(edge.workerdPid);
    }
  };
  const watching = watch().catch((error: unknown) => {
    if (!stopping) onLost(error instanceof Error ? error : new Error(String(error)));
  });
  return {
    url,
    keys,
    get workerdPid() {
      return edge.workerdPid;
    },
    get miniflare() {
      return edge.miniflare;
    },
    bucket: () => edge.bucket(),
    exportLog: (dir) => edge.exportLog(dir),
    drain: () => edge.drain(),
    async stop() {
      stopping = true;
      await edge.stop();
      await watching;
      // A restart that was under way when the stop came has made another one.
      await edge.stop();
    },
  };
};
