import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../test/support/root.ts';
import type { Heard } from './play.ts';

/** This SDK by its script tag, with no edge, as a shop would start it for friction alone. */
export const ownTool = (file = 'packages/sdk/dist/causeway.js'): Heard => ({
  tool: {
    name: 'causeway',
    script: readFileSync(join(ROOT, file), 'utf8'),
    start: `window.shopper=causeway.start({friction:{},consent:'granted'});shopper.on('friction',(f)=>__felt(f.kind));`,
  },
  settleMs: 4300,
});
