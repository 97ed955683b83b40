export * from './e-value.ts';
export * from './instrument.ts';
export * from './interference.ts';
export * from './least-squares.ts';
export * from './marginal-sensitivity.ts';
export * from './marginal-structural.ts';
export * from './rosenbaum-bound.ts';
export * from './weighting-effects.ts';
