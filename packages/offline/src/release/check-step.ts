import { type SequentialLook, SequentialTest, sampleRatio } from '../experiment/index.ts';
import { normalCdf } from '../maths/index.ts';
import { type PathStep, stepName } from './compose-step.ts';
import type { StepFacts, StepPerson } from './observe-step.ts';
import type { ReleasePlan } from './release-plan.ts';

export type StepCheck = {
  readonly check: string;
  readonly outcome: 'fine' | 'wait' | 'breach';
  readonly says: string;
};
export type StepVerdict = {
  readonly step: string;
  readonly verdict: 'advance' | 'hold' | 'rollback';
  readonly checks: readonly StepCheck[];
};

/** p under which a share that draws and probabilities disagree on is a defect, and no chance. */
const DEFECT = 1e-6;

const f = (x: number): string => x.toFixed(Math.abs(x) < 10 ? 3 : 1);

/** Always-valid comparison of two arms' people, whenever one looks. */
const compare = (
  facts: StepFacts,
  of: (person: { reward: number; orders: number; visits: number }) => number,
  by: { readonly tau: number; readonly alpha: number },
): SequentialLook => {
  const test = new SequentialTest({ ...by, sturdy: true });
  for (const person of facts.people.values()) test.add(person.candidate, of(person) / person.visits);
  return test.look();
};

/** Worse beyond chance. */
const guard = (check: string, look: SequentialLook, worst: number): StepCheck => {
  const says = `candidate less incumbent ${f(look.effect)} [${f(look.low)}, ${f(look.high)}] a visit, ${look.rows} people`;
  return { check, outcome: look.high < -worst ? 'breach' : 'fine', says };
};

/** Whether incentive cents a visit are over what is allowed beyond chance, whenever one looks: the allowed sum is the other arm. */
const overSpends = (inside: readonly StepPerson[], { maxSpend, alpha }: ReleasePlan): boolean => {
  const typical =
    inside.reduce((sum, { spend, visits }) => sum + spend / visits, 0) / Math.max(1, inside.length);
  const test = new SequentialTest({ tau: Math.max(1, 0.3 * typical), alpha });
  for (const { spend, visits } of inside) {
    test.add(true, spend / visits);
    test.add(false, maxSpend);
  }
  return test.look().low > 0;
};

/** The greatest share that still has an incumbent beside it. */
const lastShare = ({ ramp }: ReleasePlan): number => Math.max(...ramp.filter((share) => share < 1));

/** Judges a step by what its log says: one breach rolls back; what is still too little holds. `foretold` is the shadow's share treated. */
export const checkStep = (
  step: PathStep,
  facts: StepFacts,
  plan: ReleasePlan,
  at: { readonly now: number; readonly foretold: number | null },
): StepVerdict => {
  const { drawn } = facts;
  const checks: StepCheck[] = [];
  const put = (check: string, outcome: StepCheck['outcome'], says: string) =>
    checks.push({ check, outcome, says });
  const unanswered = facts.asked === 0 ? 0 : facts.unanswered / facts.asked;
  put(
    'answers',
    facts.asked >= 50 && unanswered > plan.maxUnanswered ? 'breach' : 'fine',
    `${f(100 * unanswered)} % of ${facts.asked} questions had no answer`,
  );
  const z = drawn.variance > 0 ? (drawn.treated - drawn.expected) / Math.sqrt(drawn.variance) : 0;
  put(
    'draws',
    2 * (1 - normalCdf(Math.abs(z))) < DEFECT ? 'breach' : 'fine',
    `${drawn.treated} of ${drawn.n} treated, its probabilities say ${f(drawn.expected)}`,
  );
  const people = [...facts.people.values()];
  const inside = people.filter(({ candidate }) => candidate);
  if (step.name === 'shadow') {
    put(
      'size',
      facts.decisions >= plan.minDecisions ? 'fine' : 'wait',
      `${facts.decisions} decisions, ${plan.minDecisions} needed`,
    );
    const agreement = facts.agreement ?? 1;
    put(
      'agreement',
      agreement < plan.minAgreement && facts.decisions >= plan.minDecisions ? 'breach' : 'fine',
      `overlap with the incumbent ${f(agreement)}`,
    );
    const value = facts.shadowValue;
    if (value !== null)
      put(
        'value',
        'fine',
        `by the shadow ${f(value.candidate)}, by the incumbent ${f(value.incumbent)} cents a visit`,
      );
  } else {
    const share = drawn.n === 0 ? 0 : drawn.treated / drawn.n;
    const gap = at.foretold === null ? 0 : Math.abs(share - at.foretold);
    const chance = 4 * Math.sqrt(0.25 / Math.max(1, drawn.n));
    put(
      'treated',
      gap > plan.maxTreatedGap + chance ? 'breach' : 'fine',
      `${f(share)} treated, the shadow foretold ${at.foretold === null ? 'nothing' : f(at.foretold)}`,
    );
    const visits = inside.reduce((sum, person) => sum + person.visits, 0);
    const spend = inside.reduce((sum, person) => sum + person.spend, 0);
    put(
      'spend',
      overSpends(inside, plan) ? 'breach' : 'fine',
      `${f(spend / Math.max(1, visits))} cents a visit, allowed ${plan.maxSpend}`,
    );
    if (step.share < 1) {
      if (people.length >= 50) {
        const { pValue } = sampleRatio(people.length, inside.length, step.share);
        put(
          'ratio',
          pValue < DEFECT ? 'breach' : 'fine',
          `${inside.length} of ${people.length} people in the arm, meant ${100 * step.share} %`,
        );
      }
      const sizes = people.map(({ reward, visits: n }) => Math.abs(reward) / n);
      const typical = sizes.reduce((a, b) => a + b, 0) / Math.max(1, sizes.length);
      const { alpha } = plan;
      const margin = compare(facts, (p) => p.reward, { tau: Math.max(1, 0.3 * typical), alpha });
      const orders = compare(facts, (p) => p.orders, { tau: 0.1, alpha });
      checks.push(guard('margin', margin, plan.worstMargin), guard('orders', orders, plan.worstOrders));
      const { ruledOutOrders } = plan;
      if (ruledOutOrders !== undefined && step.share === lastShare(plan))
        put(
          'certainty',
          orders.low > -ruledOutOrders ? 'fine' : 'wait',
          `a loss of ${f(ruledOutOrders)} orders a visit is to be ruled out; it may be ${f(Math.max(0, -orders.low))}`,
        );
    }
    put(
      'size',
      inside.length >= plan.minPeople ? 'fine' : 'wait',
      `${inside.length} people with the candidate, ${plan.minPeople} needed`,
    );
  }
  const age = facts.firstAt === null ? 0 : at.now - facts.firstAt;
  put(
    'time',
    age >= plan.minStepMs ? 'fine' : 'wait',
    `${Math.round(age / 1000)} s since its first decision`,
  );
  const outcome = (wanted: StepCheck['outcome']) => checks.some((check) => check.outcome === wanted);
  const verdict = outcome('breach') ? 'rollback' : outcome('wait') ? 'hold' : 'advance';
  return { step: stepName(step), verdict, checks };
};
