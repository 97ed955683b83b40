// Writes golden.json anew: `node scripts/run-ts.mjs test/golden/make-golden.ts`. A changed output is a changed
// protocol: raise the version of what it belongs to before committing it.
import { writeFileSync } from 'node:fs';
import {
  blobText,
  DEFAULT_ACTIONS,
  DEFAULT_FRICTION_MODEL,
  EMBEDDING_SIZE,
  FACT_KIND_NAMES,
  FACT_KINDS,
  FRICTION_FAMILIES,
  hazardBlob,
  PHI_SIZE,
  STAGES,
  STATE_SIZE,
  uniformOf,
} from '@causeway/contract';
import type { GoldenFile } from './run-golden.ts';
import { SECTIONS } from './sections.ts';

let counter = 0;
const u = (): number => uniformOf('golden', counter++);
const between = (low: number, high: number): number => low + (high - low) * u();
const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
const pick = <T>(values: readonly T[]): T => values[whole(0, values.length - 1)] as T;
const many = <T>(n: number, make: (k: number) => T): T[] => Array.from({ length: n }, (_, k) => make(k));
const reals = (n: number, scale: number) => many(n, () => Math.round(between(-scale, scale) * 1000) / 1000);
const START = 1_800_000_000_000;

const fact = (k: number) => {
  const kind = pick(FACT_KIND_NAMES);
  const { unit, scale } = FACT_KINDS[kind];
  const value = unit === 'count' ? whole(1, 4) : Math.round(between(0, 3 * scale) * 1000) / 1000;
  return { kind, at: START + k * 700, stage: pick(STAGES), role: `field:text-${k}`, value, unit };
};
const zBytes = () => many(EMBEDDING_SIZE, () => whole(-128, 127));
const step = () => ({
  stage: pick(STAGES),
  step: whole(1, 30),
  context: {
    cartItems: whole(0, 9),
    cartCents: whole(0, 60_000),
    discount: u() < 0.3,
    mobile: u() < 0.5,
    returning: u() < 0.5,
    elapsedMs: whole(0, 900_000),
  },
  d: many(FRICTION_FAMILIES.length, () => (u() < 0.5 ? 0 : between(0, 4))),
  total: many(FRICTION_FAMILIES.length, () => between(0, 9)),
  smoothedBefore: between(0, 6),
});
const page = () => ({
  kind: 'page-model',
  version: 1,
  friction: { ...DEFAULT_FRICTION_MODEL, q: reals(PHI_SIZE, 2), beta: between(0, 0.9) },
  hazard: {
    alpha: reals(STAGES.length, 3),
    elapsed: between(-1, 1),
    u: reals(EMBEDDING_SIZE, 1),
    v: reals(PHI_SIZE, 2),
  },
  trigger: { points: [], hazard: 1 },
});
const n = DEFAULT_ACTIONS.length;
const rule = () => ({
  rule: u() < 0.7 ? 'softmax' : 'threshold',
  temperature: between(5, 80),
  kappa: between(0, 2),
  multiplier: between(0, 1),
  exploration: between(0, 0.5),
  floor: u() < 0.5 ? 0 : 0.01,
  bounds: u() < 0.3 ? { 'discount-10': { low: 0, high: 0.2 }, 'form-help': { low: 0.05, high: 0.6 } } : {},
  trainedOn: 0,
});
const policy = () => ({
  ...rule(),
  effect: many(n, () => reals(STATE_SIZE, 60)),
  cost: many(n, () => reals(STATE_SIZE, 60)),
});
const profile = (k: number) => ({
  subject: u() < 0.5 ? `anon:visitor-${k}` : `person-${k}`,
  known: u() < 0.5,
  z: zBytes(),
  spread: between(0, 1),
  holdout: u() < 0.1,
  arms: {},
  release: null,
  model: null,
});
const edges = ['0', '-0', 'NaN', 'Infinity', '-Infinity', '1', '-1', '5e-324', '1.7976931348623157e308'];

const inputs: Record<string, unknown[]> = {
  exp: [...edges, '709.78', '-745.13', '-708.4', ...many(300, () => String(between(-40, 40)))],
  log: [...edges, '2.2250738585072014e-308', '1e-310', ...many(300, () => String(between(0, 50)))],
  sigmoid: [...edges, ...many(300, () => String(between(-30, 30)))],
  sha256: ['', 'abc', 'é€😀\ud800', ...many(20, (k) => 'x'.repeat(k * 7 + 48))],
  base64url: ['', '00', 'ff00', 'fffefd', ...many(20, (k) => many(k + 1, () => '7f').join(''))],
  uniform: many(100, (k) => ['salt', String(k), 'unicode é😀']),
  digest: [null, 1.5, 'a', [1, 'x'], { b: 1, a: [true, null, { d: 0.1, c: 'é' }] }],
  friction: many(12, () => many(whole(1, 8), () => many(whole(0, 6), fact))),
  state: many(40, () => ({ page: page(), profile: { z: zBytes(), spread: u() }, step: step() })),
  distribution: many(60, () => ({
    policy: rule(),
    scores: { effects: [0, ...reals(n - 1, 300)], costs: [0, 0, 0, 0, 0, ...many(2, () => between(0, 800))] },
    eligible: many(n, (k) => k === 0 || u() < 0.7),
    u: many(6, () => u()),
  })),
  face: many(20, () => whole(0, 40_000)),
  assign: many(50, (k) => `person-${k}`),
  decide: many(16, (k) => ({
    page: page(),
    policy: policy(),
    ask: {
      point: 'checkout-help',
      state: step(),
      offered: DEFAULT_ACTIONS.filter(() => u() < 0.8).map(({ id }) => id),
    },
    profile: profile(k),
    session: `session-${k}-golden`,
  })),
  seal: [null, { a: 1 }, 'é😀', [1, 2.5]],
  learned: many(20, () => {
    const plain = page();
    const encoder = {
      half: many(PHI_SIZE, () => between(0.2, 6)),
      weights: reals(PHI_SIZE * PHI_SIZE, 1),
      bias: reals(PHI_SIZE, 1),
    };
    const learned = {
      ...plain,
      friction: { ...plain.friction, encoder },
      blob: blobText(hazardBlob(plain.hazard)),
    };
    return { page: learned, profile: { z: zBytes(), spread: u() }, step: step() };
  }),
};

const file: GoldenFile = { version: 1, cases: {} };
for (const [name, section] of Object.entries(SECTIONS)) {
  const rows = [];
  for (const input of inputs[name] ?? []) {
    // What is kept is what JSON keeps: -0 is written as text where it matters.
    const kept = JSON.parse(JSON.stringify(input));
    rows.push({ input: kept, output: await section(kept as never, crypto.subtle) });
  }
  if (rows.length === 0) throw new Error(`no golden inputs for ${name}`);
  file.cases[name] = rows;
}
const text = `{"version":1,"cases":{\n${Object.entries(file.cases)
  .map(([name, rows]) => `"${name}":[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}]`)
  .join(',\n')}}}\n`;
writeFileSync(new URL('./golden.json', import.meta.url), text);
