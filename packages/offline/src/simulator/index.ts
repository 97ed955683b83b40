// A shop with known truth, in the order of the flow.
export * from './chance.ts';
export * from './history.ts';
export * from './oracle.ts';
export * from './page-friction.ts';
export * from './person.ts';
export * from './population.ts';
export * from './simulate-log.ts';
export * from './simulated-budget.ts';
export * from './simulated-step.ts';
export * from './tape.ts';
export * from './true-effect.ts';
export * from './true-hazard.ts';
export * from './true-value.ts';
export * from './truth.ts';
export * from './visit.ts';
export * from './world.ts';
