export * from './explore-again.ts';
export * from './learn-or-explore.ts';
export * from './learn-page.ts';
export * from './learn-release.ts';
export * from './load-learning-history.ts';
export * from './sign-release.ts';
