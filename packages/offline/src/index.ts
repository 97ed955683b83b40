// The study, in the order of the flow: log, persons, exposures, models, policy, release.

export * from './boost/index.ts';
export * from './causal/index.ts';
export * from './dossier/index.ts';
export * from './embed/index.ts';
export * from './evaluate/index.ts';
export * from './explain/index.ts';
export * from './exposure/index.ts';
export * from './features/index.ts';
export * from './forest/index.ts';
export * from './gates/index.ts';
export * from './hazard/index.ts';
export * from './identity/index.ts';
export * from './learners/index.ts';
export * from './log/index.ts';
export * from './monitor/index.ts';
export * from './net/index.ts';
export * from './nuisance/index.ts';
export * from './onnx/index.ts';
export * from './ope/index.ts';
export * from './policy/index.ts';
export * from './registry/index.ts';
export * from './release/index.ts';
export * from './report/index.ts';
export * from './table/index.ts';
export * from './turn/index.ts';
export * from './uplift/index.ts';
