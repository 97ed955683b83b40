import {
  closeStep,
  DEFAULT_FRICTION_MODEL,
  describeFriction,
  FACT_KIND_NAMES,
  FACT_KINDS,
  type Fact,
  FRICTION_FAMILIES,
  PHI_NAMES,
  phi,
  splitPhi,
  startFriction,
  stepFriction,
  unitsOf,
} from '@causeway/contract';
import { expect, test } from 'vitest';

const fact = (kind: Fact['kind'], value: number): Fact => ({
  kind,
  value,
  at: 1_800_000_000_000,
  stage: 'payment',
  role: 'submit',
  unit: FACT_KINDS[kind].unit,
});

test('every kind adds to exactly its family, in proportion, and never more than its cap', () => {
  for (const kind of FACT_KIND_NAMES) {
    const { family, scale, cap } = FACT_KINDS[kind];
    const d = stepFriction([fact(kind, scale / 2)]);
    expect(d[FRICTION_FAMILIES.indexOf(family)]).toBeCloseTo(Math.min(0.5, cap), 12);
    expect(d.filter((x) => x > 0)).toHaveLength(1);
    expect(unitsOf(fact(kind, 1e9))).toBe(cap);
    expect(unitsOf(fact(kind, 0))).toBe(0);
  }
});

test('Δ is the sum of the d’s (B22) and F̄ is the exponential average of F (B28)', () => {
  const steps = [
    [fact('dead-click', 1)],
    [],
    [fact('payment-failed', 1), fact('slow-answer', 3000)],
    [fact('cost-dwell', 9000)],
  ];
  let state = startFriction();
  let smoothed = 0;
  const sum = FRICTION_FAMILIES.map(() => 0);
  for (const facts of steps) {
    state = closeStep(DEFAULT_FRICTION_MODEL, state, facts);
    for (const [k, x] of stepFriction(facts).entries()) sum[k] = (sum[k] as number) + x;
    smoothed = 0.6 * smoothed + 0.4 * state.index;
    expect(state.total).toEqual(sum);
    expect(state.smoothed).toBeCloseTo(smoothed, 12);
  }
  expect(state.step).toBe(4);
});

test('more friction never lowers φ or F, and φ stays in [0, 1)', () => {
  for (const kind of FACT_KIND_NAMES) {
    const calm = closeStep(DEFAULT_FRICTION_MODEL, startFriction(), []);
    const rough = closeStep(DEFAULT_FRICTION_MODEL, startFriction(), [fact(kind, FACT_KINDS[kind].scale)]);
    expect(rough.index).toBeGreaterThan(calm.index);
    for (const x of rough.phi) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThan(1);
    }
  }
});

test('what the edge recomputes from d, Δ and F̄ before is what the page folded', () => {
  let state = startFriction();
  for (let k = 0; k < 30; k++) {
    const facts = FACT_KIND_NAMES.filter((_, j) => (k * 7 + j * 3) % 5 === 0).map((kind) =>
      fact(kind, FACT_KINDS[kind].scale * 0.37 * (k + 1)),
    );
    const before = state.smoothed;
    state = closeStep(DEFAULT_FRICTION_MODEL, state, facts);
    const wire = JSON.parse(JSON.stringify({ d: state.d, total: state.total, before }));
    const edge = describeFriction(DEFAULT_FRICTION_MODEL, wire.d, wire.total, wire.before);
    expect(edge).toEqual({ phi: state.phi, index: state.index, smoothed: state.smoothed });
  }
});

test('the structural and the personal part sum to φ (B29)', () => {
  const model = structuredClone(DEFAULT_FRICTION_MODEL);
  model.structural.payment = PHI_NAMES.map((_, k) => k / 32);
  const features = phi([1, 0, 2, 0, 1, 0, 0, 3], [1, 0, 2, 0, 1, 0, 0, 3]);
  const { structural, personal } = splitPhi(model, 'payment', features);
  for (const [k, x] of features.entries()) {
    expect((structural[k] as number) + (personal[k] as number)).toBeCloseTo(x, 15);
  }
});
