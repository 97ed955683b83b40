import type { DecideModels } from '../decision/decide.ts';
import type { Runners } from '../kernel/runners.ts';
import type { PolicyModel } from '../policy/policy-model.ts';
import type { Profile } from '../profile/profile.ts';
import type { Release } from './release.ts';

/** The policy of this person's arm; the release's own for everyone else. */
export const policyOf = (release: Release, arms: Profile['arms']): PolicyModel => {
  const { salt, arms: all } = release.experiment;
  const name = all.find((arm) => arm.name === arms[salt])?.policy;
  return (name === undefined ? undefined : release.policies?.[name]) ?? release.policy;
};

/** What a release gives a decision for a person in these arms. `runners` run its blobs; the twin without them. */
export const decisionModels = (release: Release, arms: Profile['arms'], runners?: Runners): DecideModels => {
  const { page, actions, rules, shadow = [], policies = {} } = release;
  const silent = shadow.map((name) => [name, policies[name] as PolicyModel] as const);
  return {
    friction: page.friction,
    hazard: page.hazard,
    ...(page.blob === undefined ? {} : { blob: page.blob }),
    ...(runners === undefined ? {} : { runners }),
    policy: policyOf(release, arms),
    actions,
    ...(rules === undefined ? {} : { rules }),
    ...(silent.length === 0 ? {} : { shadow: Object.fromEntries(silent) }),
  };
};
