import type { DecisionResponse, PageModel, Profile } from '@causeway/contract';
import {
  DEFAULT_FRICTION_MODEL,
  DEFAULT_HAZARD_MODEL,
  digest,
  ed25519Signer,
  type PrivateJwk,
  type PublicJwk,
  pageModelDigest,
  pageModelText,
  priorProfile,
  type Signer,
  seal,
} from '@causeway/contract';
import type { Send, SendAnswer, SendRequest, VisitOptions } from '@causeway/sdk/core';

export const ORIGIN = 'https://shop.example';
export const SESSION = 'session-0001';
export const START = 1_800_000_000_000;
export const TOKEN = 'aaaa.bbbb.cccc';
export const RECEIPT = 'rrrr.eeee.cccc';

export const PAGE_MODEL: PageModel = {
  kind: 'page-model',
  version: 1,
  friction: { ...DEFAULT_FRICTION_MODEL, beta: 0.3 },
  hazard: { ...DEFAULT_HAZARD_MODEL, elapsed: 0.25 },
  trigger: { points: ['help'], hazard: 0.2 },
};

export const PROFILE: Profile = {
  ...priorProfile('anon:somebody'),
  z: [32, -16, 8, 0, 0, 1, 2, 3],
  release: digest('release'),
  model: pageModelDigest(PAGE_MODEL),
};

export const makeKeys = async (kid = 'page-1'): Promise<{ jwk: PublicJwk; signer: Signer }> => {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const { privateKey } = pair as CryptoKeyPair;
  const { x, d } = await crypto.subtle.exportKey('jwk', privateKey);
  const secret: PrivateJwk = { kty: 'OKP', crv: 'Ed25519', x: x as string, d: d as string, kid };
  return {
    jwk: { kty: 'OKP', crv: 'Ed25519', x: x as string, kid },
    signer: await ed25519Signer(crypto.subtle, secret),
  };
};

/** A `Faulty` answers in the edge's stead; null lets the edge answer. */
type Faulty = (request: SendRequest) => Promise<SendAnswer> | null;
const NEVER = new Promise<never>(() => undefined);
/** No answer at all. No machine is too slow for an answer, since no deadline passes but those that wait for this one. */
export const silence: Faulty = () => NEVER;
const json = (value: unknown): SendAnswer => ({ status: 200, body: JSON.stringify(value) });

export type FakeEdge = {
  readonly requests: SendRequest[];
  send: Send;
  readonly options: VisitOptions;
  /** the deadlines that run, ms */
  readonly deadlines: () => number[];
  /** Lets every deadline that runs pass. */
  readonly lapse: () => void;
  /** lines of every acknowledged batch, repeats included */
  readonly kept: { id: string; kind: string }[];
  readonly receipts: string[];
  fault: Faulty;
  now: number;
  /** when its tokens say that they were made */
  signedAt: number;
  decision: Partial<DecisionResponse>;
  profile: Profile;
};

export const createFakeEdge = async (more: Partial<VisitOptions> = {}): Promise<FakeEdge> => {
  const { jwk, signer } = await makeKeys();
  const profileToken = (body: unknown) =>
    seal(body, { purpose: 'profile', audience: ORIGIN, now: edge.signedAt, lifeMs: 3_600_000 }, signer);
  const answer = async (request: SendRequest): Promise<SendAnswer> => {
    if (request.path === '/v1/profile') {
      return json({ version: 1, profile: await profileToken(edge.profile), session: TOKEN });
    }
    if (request.path.startsWith('/v1/release/')) return { status: 200, body: pageModelText(PAGE_MODEL) };
    const body = JSON.parse(request.body);
    if (request.path === '/v1/decision') {
      const { ask } = body;
      return json({
        version: 1,
        decision: digest(['decision', ask.point, ask.state.step]),
        action: 'form-help',
        propensity: 0.5,
        distribution: { none: 0.5, 'form-help': 0.5 },
        receipt: RECEIPT,
        session: 'newer.newer.newer',
        ...edge.decision,
      });
    }
    edge.kept.push(...body.lines);
    edge.receipts.push(...body.receipts);
    return json({ version: 1, kept: body.lines.length, refused: 0, first: null });
  };
  const running = new Map<() => void, number>();
  const lapse = () => {
    for (const task of [...running.keys()]) if (running.delete(task)) task();
  };
  const send: Send = (request) => {
    edge.requests.push(request);
    const found = edge.fault(request);
    // By then whoever waits for the answer has set its deadline.
    if (found === NEVER) setTimeout(lapse);
    return found ?? answer(request);
  };
  const edge: FakeEdge = {
    requests: [],
    deadlines: () => [...running.values()],
    lapse,
    kept: [],
    receipts: [],
    send,
    fault: () => null,
    now: START,
    signedAt: START,
    decision: {},
    profile: PROFILE,
    options: {
      edge: 'https://edge.example',
      origin: ORIGIN,
      session: SESSION,
      anonymous: 'anonymous-0000001',
      clock: () => edge.now,
      send,
      subtle: crypto.subtle,
      keys: [jwk],
      schedule: (task, ms) => {
        running.set(task, ms);
        return () => running.delete(task);
      },
      deadlineMs: 40,
      startDeadlineMs: 60,
      logDeadlineMs: 70,
      ...more,
    },
  };
  return edge;
};

export const only =
  (path: string, answer: Faulty): Faulty =>
  (request) =>
    request.path.startsWith(path) ? answer(request) : null;
export const status = (code: number, more: Partial<SendAnswer> = {}): Promise<SendAnswer> =>
  Promise.resolve({ status: code, body: '{}', ...more });
