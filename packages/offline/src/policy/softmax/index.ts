export * from './softmax-policy.ts';
