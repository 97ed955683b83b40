export * from './adjusted-difference.ts';
export * from './analyse-experiment.ts';
export * from './experiment-table.ts';
export * from './power.ts';
export * from './sample-ratio.ts';
export * from './sequential-test.ts';
