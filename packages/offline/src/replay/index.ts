export * from './replay-log.ts';
export * from './replay-record.ts';
