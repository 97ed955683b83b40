export * from './explain-decision.ts';
export * from './explanation-words.ts';
export * from './find-decision.ts';
