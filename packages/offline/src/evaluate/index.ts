export * from './balance-releases.ts';
export * from './out-of-fold.ts';
export * from './overlap.ts';
export * from './policy-report.ts';
