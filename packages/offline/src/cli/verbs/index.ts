import { bandit } from './bandit.ts';
import { causal } from './causal.ts';
import { effects } from './effects.ts';
import { embed } from './embed.ts';
import { erase } from './erase.ts';
import { evaluate } from './evaluate.ts';
import { experiment } from './experiment.ts';
import { explain } from './explain.ts';
import { expose } from './expose.ts';
import { features } from './features.ts';
import { friction } from './friction.ts';
import { gate } from './gate.ts';
import { hazard } from './hazard.ts';
import { hazardPeriods } from './hazard-periods.ts';
import { ingest } from './ingest.ts';
import { monitor } from './monitor.ts';
import { policy } from './policy.ts';
import { privacy } from './privacy.ts';
import { publish } from './publish.ts';
import { reconcile } from './reconcile.ts';
import { registry } from './registry.ts';
import { release } from './release.ts';
import { replay } from './replay.ts';
import { report } from './report.ts';
import { reproduce } from './reproduce.ts';
import { resolve } from './resolve.ts';
import { scenarios } from './scenarios.ts';
import { simulate } from './simulate.ts';

/** The verbs in the order of the flow. */
export const VERBS = [
  simulate,
  ingest,
  resolve,
  expose,
  features,
  embed,
  hazardPeriods,
  hazard,
  friction,
  effects,
  causal,
  policy,
  evaluate,
  bandit,
  experiment,
  scenarios,
  gate,
  publish,
  release,
  monitor,
  replay,
  registry,
  report,
  reproduce,
  explain,
  reconcile,
  erase,
  privacy,
];
