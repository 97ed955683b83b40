import { fileURLToPath } from 'node:url';
import type { Bench, Emit } from './bench.ts';
import { type Load, load, type Target } from './edge/load.ts';
import { edgeTargets, helloCall, longPersonCall, personCall, plainTarget } from './edge/targets.ts';

const SILENT = fileURLToPath(new URL('./edge/silent-entry.ts', import.meta.url));
const ROUNDS = 5;
const COUNT = 1500;
const WIDTH = 16;
const VISITS = 400;

const median = (xs: readonly number[]): number =>
  [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)] as number;

/** The median of every number over the rounds: other work on the machine falls on single rounds. */
const middle = (loads: readonly Load[]): Load => ({
  requests: COUNT,
  failures: loads.reduce((sum, { failures }) => sum + failures, 0),
  perSecond: median(loads.map(({ perSecond }) => perSecond)),
  cpuMicros: median(loads.map(({ cpuMicros }) => cpuMicros)),
  p50: median(loads.map(({ p50 }) => p50)),
  p99: median(loads.map(({ p99 }) => p99)),
});

const measure = async (targets: readonly Target[]): Promise<Map<string, Load>> => {
  const all = new Map<string, Load[]>(targets.map(({ name }) => [name, []]));
  for (let round = -1; round < ROUNDS; round++)
    // In turns, so that a busy minute of the machine falls on everyone; the first round warms up.
    for (const target of targets) {
      const one = await load(target, COUNT, WIDTH, (round + 1) * COUNT);
      if (round >= 0) all.get(target.name)?.push(one);
    }
  return new Map([...all].map(([name, loads]) => [name, middle(loads)]));
};

const run = async (emit: Emit): Promise<void> => {
  const hello = await plainTarget('hello world', './hello.ts', helloCall);
  const growthbook = await plainTarget('GrowthBook', './growthbook.ts', personCall);
  const told = await plainTarget('GrowthBook, told as much', './growthbook.ts', longPersonCall);
  const eppo = await plainTarget('Eppo', './eppo.ts', personCall);
  const whole = await edgeTargets(VISITS, ', stores simulated in the process');
  const bare = await edgeTargets(VISITS, '', SILENT);
  const { help } = bare;
  const post = await plainTarget("a decision's body taken in, nothing done", './post.ts', help.call);
  try {
    const others = [post.target, growthbook.target, told.target, eppo.target];
    const peers = [hello.target, ...others];
    const ours = [bare, whole].flatMap((edge) => [edge.help, edge.money, edge.profile]);
    const found = await measure([...peers, ...ours]);
    const of = (target: Target): Load => found.get(target.name) as Load;
    for (const target of [...ours, ...others]) {
      const [mine, base] = [of(target), of(hello.target)];
      if (mine.failures > 0) throw new Error(`${target.name}: ${mine.failures} of ${COUNT * ROUNDS} failed`);
      emit({ name: `${target.name}: throughput`, value: mine.perSecond, unit: '1/s', peer: base.perSecond });
      emit({ name: `${target.name}: p50`, value: mine.p50, unit: 'ms', peer: base.p50 });
      emit({ name: `${target.name}: p99`, value: mine.p99, unit: 'ms', peer: base.p99 });
      emit({ name: `${target.name}: CPU`, value: mine.cpuMicros, unit: 'us', peer: base.cpuMicros });
    }
    for (const peer of others)
      emit({
        name: `decision (help): CPU beside ${peer.name}`,
        value: of(help).cpuMicros,
        unit: 'us',
        peer: of(peer).cpuMicros,
      });
  } finally {
    await Promise.all([
      hello.stop(),
      post.stop(),
      growthbook.stop(),
      told.stop(),
      eppo.stop(),
      bare.shop.edge.stop(),
      whole.shop.edge.stop(),
    ]);
  }
};

const bench: Bench = {
  name: 'edge',
  about:
    'decisions and profiles in workerd beside a hello-world worker, GrowthBook and Eppo, in the same run',
  run,
};
export default bench;
