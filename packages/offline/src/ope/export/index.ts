export * from './vw-text.ts';
