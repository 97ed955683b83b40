import { checkAsk, sessionText } from '../decision/decision-input.ts';
import { actionId } from '../policy/action.ts';
import { checkEdgeEncoder, checkRawProfile } from '../profile/edge-encoder.ts';
import { checkStoredProfile, digestText, subjectText } from '../profile/profile.ts';
import type { Checked } from '../schema.ts';
import {
  array,
  integer,
  isObject,
  literal,
  nullable,
  number,
  object,
  optional,
  record,
  text,
} from '../schema.ts';
import { checkOutcome } from './log-line.ts';
import { PATHS } from './paths.ts';
import { MAX_TOKEN_LENGTH } from './token.ts';

const token = text(MAX_TOKEN_LENGTH, /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
const version = literal(1);

export const checkProfileRequest = object({
  version,
  session: sessionText,
  /** minted by the shop's server for someone who is logged in */
  subjectToken: optional(token),
  /** a random name for anyone else */
  anonymous: optional(text(60, /^[A-Za-z0-9_-]+$/, 16)),
});
export const checkProfileResponse = object({ version, profile: token, session: token });
export const checkDecisionRequest = object({ version, session: token, ask: checkAsk });
export const checkDecisionResponse = object({
  version,
  decision: digestText,
  action: actionId,
  propensity: number(0, 1),
  distribution: record(actionId, number(0, 1), 32),
  receipt: token,
  session: token,
});
/** Lines are checked one by one, so that a broken one costs only itself. */
export const checkLogRequest = object({
  version,
  session: token,
  lines: array((value: unknown) => value, 500),
  receipts: array(token, 50),
});
export const checkLogResponse = object({
  version,
  kept: integer(0, 1000),
  refused: integer(0, 1000),
  first: nullable(text(400)),
});
export const checkOutcomeResponse = object({ version, id: text(100), captured: integer(0, 1_000_000) });
export const checkProfilesRequest = object({
  version,
  profiles: array(object({ subject: subjectText, profile: checkStoredProfile }), 1000),
});
export const checkEmbedRequest = object({
  version,
  /** which of the encoders that the edge holds; its digest */
  encoder: digestText,
  people: array(object({ subject: subjectText, cells: checkRawProfile }), 100, 1),
});
const anyObject = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

export type ProfileRequest = Checked<typeof checkProfileRequest>;
export type ProfileResponse = Checked<typeof checkProfileResponse>;
export type DecisionRequest = Checked<typeof checkDecisionRequest>;
export type DecisionResponse = Checked<typeof checkDecisionResponse>;
export type LogRequest = Checked<typeof checkLogRequest>;
export type LogResponse = Checked<typeof checkLogResponse>;

/**
 * Every route, once. `who` is how the caller proves itself: a page by its sealed tokens and its origin, the shop's
 * backend and the offline half by a signed request (see signature.ts). Limits are in bytes, enforced before parsing.
 */
export const ROUTES = {
  profile: {
    method: 'POST',
    path: PATHS.profile,
    who: 'page',
    maxBytes: 8192,
    request: checkProfileRequest,
    response: checkProfileResponse,
  },
  decision: {
    method: 'POST',
    path: PATHS.decision,
    who: 'page',
    maxBytes: 16384,
    request: checkDecisionRequest,
    response: checkDecisionResponse,
  },
  log: {
    method: 'POST',
    path: PATHS.log,
    who: 'page',
    maxBytes: 131072,
    request: checkLogRequest,
    response: checkLogResponse,
  },
  outcome: {
    method: 'POST',
    path: PATHS.outcome,
    who: 'shop',
    maxBytes: 8192,
    request: checkOutcome,
    response: checkOutcomeResponse,
  },
  release: {
    method: 'GET',
    path: PATHS.release,
    who: 'anyone',
    maxBytes: 0,
    request: null,
    response: anyObject,
  },
  health: {
    method: 'GET',
    path: PATHS.health,
    who: 'anyone',
    maxBytes: 0,
    request: null,
    response: anyObject,
  },
  jwks: { method: 'GET', path: PATHS.jwks, who: 'anyone', maxBytes: 0, request: null, response: anyObject },
  publish: {
    method: 'PUT',
    path: PATHS.publish,
    who: 'offline',
    maxBytes: 4_194_304,
    request: object({ version, release: text(4_194_304) }),
    response: anyObject,
  },
  profiles: {
    method: 'PUT',
    path: PATHS.profiles,
    who: 'offline',
    maxBytes: 1_048_576,
    request: checkProfilesRequest,
    response: anyObject,
  },
  encoder: {
    method: 'PUT',
    path: '/v1/admin/encoder',
    who: 'offline',
    maxBytes: 2_097_152,
    request: object({ version, encoder: checkEdgeEncoder }),
    response: anyObject,
  },
  embed: {
    method: 'POST',
    path: '/v1/embed',
    who: 'shop',
    maxBytes: 262_144,
    request: checkEmbedRequest,
    response: anyObject,
  },
  rollback: {
    method: 'POST',
    path: PATHS.rollback,
    who: 'offline',
    maxBytes: 1024,
    request: object({ version, digest: digestText }),
    response: anyObject,
  },
  budget: {
    method: 'GET',
    path: PATHS.budget,
    who: 'offline',
    maxBytes: 0,
    request: null,
    response: anyObject,
  },
  metrics: {
    method: 'GET',
    path: PATHS.metrics,
    who: 'offline',
    maxBytes: 0,
    request: null,
    response: anyObject,
  },
  erase: {
    method: 'POST',
    path: PATHS.erase,
    who: 'offline',
    maxBytes: 1024,
    request: object({ version, subject: subjectText }),
    response: anyObject,
  },
} as const;
export type RouteName = keyof typeof ROUTES;

/** The one shape of every refusal. */
export const checkErrorBody = object({
  error: object({ code: text(40), at: text(200), message: text(600) }),
});
export type ErrorBody = Checked<typeof checkErrorBody>;
