// What the demo and `npm run console` share: the built page, and a study's story as JSON.

export * from './serve/answer.ts';
export * from './serve/build-console.ts';
export * from './serve/decision-page.ts';
export * from './serve/read-study.ts';
