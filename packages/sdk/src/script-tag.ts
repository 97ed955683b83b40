import { forget } from './shell/forget.ts';
import { scriptGlobal } from './shell/script-global.ts';
import { start } from './shell/start.ts';
import type { StartOptions } from './shell/start-options.ts';

export default scriptGlobal((options: StartOptions) => start(options), { forget });
