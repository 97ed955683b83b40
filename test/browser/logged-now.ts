import type { StoredLine } from '@causeway/contract';
import type { Edge } from '@causeway/worker-edge/harness';

type Line<K extends StoredLine['line']['kind']> = Extract<StoredLine['line'], { kind: K }>;

export const linesOf = <K extends StoredLine['line']['kind']>(
  lines: readonly StoredLine[],
  kind: K,
): Line<K>[] => lines.filter(({ line }) => line.kind === kind).map(({ line }) => line as Line<K>);

/** Everything that R2 holds of a visit now, each line once, in the order in which it happened. */
export const loggedNow = async (edge: Edge, session: string): Promise<StoredLine[]> => {
  await edge.drain();
  const bucket = await edge.bucket();
  const lines = new Map<string, StoredLine>();
  for (const key of await bucket.list('log/')) {
    for (const text of ((await bucket.read(key)) ?? '').split('\n')) {
      if (!text.includes(session)) continue;
      const stored = JSON.parse(text) as StoredLine;
      lines.set(`${stored.line.kind} ${stored.line.id}`, stored);
    }
  }
  const step = ({ line }: StoredLine) => (line.kind === 'step' ? line.step : 0);
  return [...lines.values()].sort((a, b) => a.line.at - b.line.at || step(a) - step(b));
};
