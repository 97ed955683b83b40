// The script tag of friction alone: the same global and calls as the whole one, without an edge.
import { type FrictionOptions, startFriction } from './friction/start-friction.ts';
import { scriptGlobal } from './shell/script-global.ts';

export default scriptGlobal((options: FrictionOptions) => startFriction(options), {});
