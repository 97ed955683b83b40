import { effects } from './effects.ts';
import { embed } from './embed.ts';
import { evaluate } from './evaluate.ts';
import { expose } from './expose.ts';
import { hazard } from './hazard.ts';
import { ingest } from './ingest.ts';
import { policy } from './policy.ts';
import { publish } from './publish.ts';
import { replay } from './replay.ts';
import { simulate } from './simulate.ts';

/** The verbs in the order of the flow. */
export const VERBS = [simulate, ingest, expose, embed, hazard, effects, policy, evaluate, publish, replay];
