export * from './ingest.ts';
export * from './log-files.ts';
export * from './log-tables.ts';
export * from './merge-lines.ts';
export * from './read-line.ts';
export * from './rows-of-line.ts';
export * from './stage.ts';
