export * from './calibration.ts';
export * from './evaluate-hazard.ts';
export * from './fit-friction.ts';
export * from './fit-hazard.ts';
export * from './person-period.ts';
export * from './probability-metrics.ts';
