import type { Bench } from './bench.ts';
import { measureTruth } from './embed/hidden-truth.ts';
import { measureScale } from './embed/scale.ts';

const bench: Bench = {
  name: 'embed',
  about:
    'encoders: hidden traits recovered and what z is worth, beside c, PCA and nothing; 1M x 200 sparse beside sklearn; updates and publishing',
  run: async (emit) => {
    // `EMBED_PARTS=truth` or `scale` measures one part alone.
    const part = process.env['EMBED_PARTS'] ?? 'truth,scale';
    if (part.includes('truth')) for (const seed of [1, 2]) await measureTruth(emit, seed);
    if (part.includes('scale')) measureScale(emit);
  },
};

export default bench;
