import { armName, checkExperiment } from '../decision/assign.ts';
import { pointId } from '../decision/decision-input.ts';
import { epochMs } from '../event/fact.ts';
import { Fault } from '../fault.ts';
import { checkFrictionModel, DEFAULT_FRICTION_MODEL } from '../friction/friction-model.ts';
import { checkHazardModel, DEFAULT_HAZARD_MODEL } from '../hazard/hazard-model.ts';
import { checkBlobText } from '../kernel/blob-text.ts';
import { canonicalJson, digest } from '../maths/digest.ts';
import { checkActionTable, DEFAULT_ACTIONS, NONE } from '../policy/action.ts';
import { checkContactRules } from '../policy/contact-rules.ts';
import { checkPacing } from '../policy/pacing.ts';
import { checkPolicyModel, type PolicyModel, uniformPolicy } from '../policy/policy-model.ts';
import { EMBEDDING_SIZE } from '../profile/embedding.ts';
import { checkEmbeddingDynamics } from '../profile/embedding-dynamics.ts';
import { digestText } from '../profile/profile.ts';
import type { Checked } from '../schema.ts';
import { array, integer, literal, number, object, optional, record, text } from '../schema.ts';
import { STATE_NAMES } from '../state/encode-state.ts';
import { SESSION_SUMMARY_SIZE } from '../state/session-summary.ts';
import { checkBlobs } from './check-blobs.ts';

/** The part of a release that the page runs, immutable under its own digest. */
export const checkPageModel = object({
  kind: literal('page-model'),
  version: literal(1),
  friction: checkFrictionModel,
  hazard: checkHazardModel,
  /** decide by itself at these points when λ is at least `hazard`, at most once a point and session */
  trigger: object({ points: array(pointId, 16), hazard: number(0, 1) }),
  /** the hazard as a kernel blob on a hazard row: page, edge and study run it, and `hazard` is what stands in when it cannot run */
  blob: optional(checkBlobText),
  /** SHA-256 of an .onnx hazard beyond the kernel, for pages that start with `runtime: 'onnxruntime'` */
  onnx: optional(digestText),
});
export type PageModel = Checked<typeof checkPageModel>;

export const checkRelease = object({
  kind: literal('release'),
  version: literal(1),
  /** grows by one; an edge never goes back to a smaller one by itself */
  sequence: integer(1, 1e9),
  createdAt: epochMs,
  note: text(200, undefined, 0),
  /** digest of the state's names: the models below are bound to that order */
  stateNames: digestText,
  page: checkPageModel,
  policy: checkPolicyModel,
  actions: checkActionTable,
  experiment: checkExperiment,
  /** a hard cap on incentive money for the life of `id` */
  budget: object({ id: text(40, /^[A-Za-z0-9_-]+$/), capCents: integer(0, 1e12) }),
  /** digests of what it was made from */
  lineage: array(digestText, 64),
  /** further policies by name: those of experiment arms, and those in shadow */
  policies: optional(record(armName, checkPolicyModel, 8)),
  /** names of policies that are scored on every request and logged, and never shown */
  shadow: optional(array(armName, 4)),
  rules: optional(checkContactRules),
  pacing: optional(checkPacing),
  /** moves z between two batches by each visit's summary (B45); without it z stands until the next batch */
  dynamics: optional(checkEmbeddingDynamics),
});
export type Release = Checked<typeof checkRelease>;

export const STATE_NAMES_DIGEST: string = /* @__PURE__ */ digest(STATE_NAMES);

export const releaseDigest = (release: Release): string => digest(release);
export const pageModelDigest = (page: PageModel): string => digest(page);
/** The exact bytes whose SHA-256 is the page model's digest. */
export const pageModelText = (page: PageModel): string => canonicalJson(page);

const fail = (at: string, message: string): never => {
  throw new Fault('bad-release', at, message);
};

const checkBounds = (bounds: PolicyModel['bounds'], ids: ReadonlySet<string>, at: string): void => {
  let low = 0;
  for (const [id, bound] of Object.entries(bounds)) {
    if (!ids.has(id)) throw new Fault('unknown-action', at, `got ${id}`);
    if (bound.low > bound.high) fail(`${at}.${id}`, `low ${bound.low} is over high ${bound.high}`);
    low += bound.low;
  }
  if (low > 1) fail(at, `the lower bounds sum to ${low}, more than 1`);
};

const checkPolicy = (policy: PolicyModel, ids: ReadonlySet<string>, at: string): void => {
  for (const table of ['effect', 'cost'] as const) {
    const rows = policy[table].length;
    if (rows !== ids.size) fail(`${at}.${table}`, `${rows} rows for ${ids.size} actions`);
  }
  checkBounds(policy.bounds, ids, `${at}.bounds`);
  for (const [k, { bounds }] of (policy.segments ?? []).entries())
    checkBounds({ ...policy.bounds, ...bounds }, ids, `${at}.segments[${k}].bounds`);
};

/** Every name that one part of a release uses stands in the part that defines it. */
const checkNames = (release: Release, ids: ReadonlySet<string>, at: string): void => {
  const { experiment, policies = {}, shadow = [], rules, pacing } = release;
  const used = [...shadow, ...experiment.arms.flatMap(({ policy }) => policy ?? [])];
  const missing = used.find((name) => !Object.hasOwn(policies, name));
  if (missing !== undefined) fail(`${at}.policies`, `it holds no policy called ${missing}`);
  for (const [name, { shares }] of Object.entries(experiment.strata ?? {})) {
    if (shares === undefined) continue;
    const where = `${at}.experiment.strata.${name}.shares`;
    if (shares.length !== experiment.arms.length)
      fail(where, `${shares.length} shares for ${experiment.arms.length} arms`);
    const sum = shares.reduce((a, b) => a + b, 0);
    if (sum > 1 + 1e-9) fail(where, `they sum to ${sum}, more than 1`);
  }
  const named = [
    ...Object.keys(rules?.eligible ?? {}),
    ...[...(rules?.caps ?? []), ...(rules?.exclusive ?? [])].flatMap(({ actions }) => actions),
  ];
  const foreign = named.find((id) => !ids.has(id));
  if (foreign !== undefined) throw new Fault('unknown-action', `${at}.rules`, `got ${foreign}`);
  if (pacing !== undefined && pacing.to <= pacing.from) fail(`${at}.pacing`, 'it ends before it begins');
};

/** A, B and Q fit z and the summary of a visit, and move the z of an encoder that this release's profiles are of. */
const checkDynamics = ({ dynamics, lineage }: Release, at: string): void => {
  if (dynamics === undefined) return;
  const widths = { a: EMBEDDING_SIZE, b: SESSION_SUMMARY_SIZE, q: EMBEDDING_SIZE };
  for (const name of ['a', 'b', 'q'] as const) {
    const rows = dynamics[name];
    const size = `${rows.length} rows of ${[...new Set(rows.map((row) => row.length))].join(' and ')}`;
    const allowed = `${EMBEDDING_SIZE} rows of ${widths[name]}`;
    if (size !== allowed) fail(`${at}.${name}`, `got ${size}, allowed are ${allowed}`);
  }
  if (!lineage.includes(dynamics.encoder)) fail(`${at}.encoder`, 'it is not in the lineage of the release');
};

/** A release that is whole and consistent. Throws `bad-field`, `unknown-version` or `bad-release`. */
export const parseRelease = (value: unknown, at: string): Release => {
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== 1) {
    throw new Fault('unknown-version', `${at}.version`, `got ${version}, this code reads 1`);
  }
  const release = checkRelease(value, at);
  const n = release.actions.length;
  const first = release.actions[0]?.id;
  if (first !== NONE) fail(`${at}.actions[0]`, `got ${first}, the first action must be ${NONE}`);
  checkBlobs(release, at);
  const ids = new Set(release.actions.map(({ id }) => id));
  if (ids.size !== n) fail(`${at}.actions`, 'two actions share an id');
  if (release.stateNames !== STATE_NAMES_DIGEST) {
    fail(`${at}.stateNames`, 'its models were trained on another order of the state than this code encodes');
  }
  checkPolicy(release.policy, ids, `${at}.policy`);
  for (const [name, policy] of Object.entries(release.policies ?? {}))
    checkPolicy(policy, ids, `${at}.policies.${name}`);
  checkNames(release, ids, at);
  checkDynamics(release, `${at}.dynamics`);
  const arms = release.experiment.arms.reduce((sum, arm) => sum + arm.share, 0);
  if (arms > 1 + 1e-9) fail(`${at}.experiment.arms`, `shares sum to ${arms}, more than 1`);
  return release;
};

/** The release that knows nothing: default models, uniform exploration. What the loop begins with. */
export const firstRelease = (options: {
  createdAt: number;
  budget: Release['budget'];
  salt: string;
  holdout?: number;
}): Release => ({
  kind: 'release',
  version: 1,
  sequence: 1,
  createdAt: options.createdAt,
  note: 'first release: uniform exploration',
  stateNames: STATE_NAMES_DIGEST,
  page: {
    kind: 'page-model',
    version: 1,
    friction: DEFAULT_FRICTION_MODEL,
    hazard: DEFAULT_HAZARD_MODEL,
    trigger: { points: [], hazard: 1 },
  },
  policy: uniformPolicy(DEFAULT_ACTIONS.length),
  actions: [...DEFAULT_ACTIONS],
  experiment: { salt: options.salt, version: 1, holdout: options.holdout ?? 0, arms: [] },
  budget: options.budget,
  lineage: [],
});
