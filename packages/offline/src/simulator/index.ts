// A shop with known truth, in the order of the flow.
export * from './chance.ts';
export * from './page-friction.ts';
export * from './person.ts';
export * from './tape.ts';
export * from './true-effect.ts';
export * from './true-hazard.ts';
export * from './truth.ts';
export * from './visit.ts';
export * from './world.ts';
