import type { Ask, DecisionResponse, Profile, Release, Session } from '@causeway/contract';
import {
  ed25519Signer,
  firstRelease,
  fromBase64url,
  hmacKey,
  open,
  type SubtleLike,
  seal,
} from '@causeway/contract';
import type {
  DevKeys,
  Edge,
  EdgeClient,
  EdgeOptions,
  HmacSecret,
  SubjectMore,
} from '@causeway/worker-edge/harness';
import { edgeClient, patientFetch, startEdge } from '@causeway/worker-edge/harness';

export const ORIGIN = 'https://shop.example';
export const subtle = crypto.subtle as unknown as SubtleLike;
export const ALL = [
  'form-help',
  'payment-options',
  'reassurance',
  'chat-offer',
  'free-shipping',
  'discount-10',
];

export type Answer<T = Record<string, unknown>> = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T & { readonly error?: { code: string; at: string; message: string } };
};

export const hmacOf = ({ kid, secret }: HmacSecret) =>
  hmacKey(subtle, kid, fromBase64url(secret) as Uint8Array<ArrayBuffer>);
export const first = <T>(list: readonly T[]): T => list[0] as T;

const zeros = () => new Array<number>(8).fill(0);

/** An ask at a step of the checkout, with a basket of 80.00 unless told. */
export const askAt = (step: number, over: Partial<Ask> = {}, cartCents = 8000): Ask => ({
  point: 'checkout-help',
  offered: ALL,
  state: {
    stage: 'shipping',
    step,
    context: { cartItems: 2, cartCents, discount: false, mobile: false, returning: true, elapsedMs: 60_000 },
    d: zeros(),
    total: zeros(),
    smoothedBefore: 0,
  },
  ...over,
});

export const sealRelease = async (release: unknown, keys: DevKeys, now = Date.now()): Promise<string> =>
  seal(
    release,
    { purpose: 'release', audience: 'causeway-edge', now, lifeMs: 1e9 },
    await ed25519Signer(subtle, keys.releaseSigner),
  );

export type Shop = {
  readonly edge: Edge;
  readonly client: EdgeClient;
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: string,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  page<T = Record<string, unknown>>(path: string, value: unknown): Promise<Answer<T>>;
  publish(over?: Partial<Release>): Promise<{ release: Release; digest: string; model: string }>;
  visit(session: string, subject?: string, more?: SubjectMore): Promise<{ token: string; profile: Profile }>;
  decide(token: string, ask: Ask): Promise<Answer<DecisionResponse>>;
  record(receipt: string): Promise<import('@causeway/contract').DecisionRecord>;
  sessionOf(token: string): Promise<Session>;
};

/** The machine that runs the tests may be busy: the worker's patience is not what they are about. */
export const PATIENT = {
  OBJECT_DEADLINE_MS: '10000',
  READ_DEADLINE_MS: '10000',
  RELEASE_DEADLINE_MS: '10000',
};

/** A worker in workerd and what the shop, the page and the offline half do with it. */
export const openShop = async (options: Partial<EdgeOptions> = {}): Promise<Shop> => {
  const edge = await startEdge({
    origins: [ORIGIN],
    quiet: true,
    ...options,
    vars: { ...PATIENT, ...options.vars },
  });
  const client = edgeClient(edge);
  let sequence = 0;
  const call: Shop['call'] = async (method, path, body, headers = {}) => {
    const response = await patientFetch(`${edge.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    let parsed: unknown = {};
    try {
      parsed = JSON.parse(text);
    } catch {
      // left empty: the test looks at the text
    }
    return { status: response.status, headers: response.headers, text, body: parsed as never };
  };
  const page: Shop['page'] = (path, value) =>
    call('POST', path, JSON.stringify(value), { 'content-type': 'text/plain', origin: ORIGIN });
  const opened = async (token: string, purpose: 'receipt' | 'session') =>
    open(token, { purpose, audience: ORIGIN, now: Date.now() }, [await hmacOf(first(edge.keys[purpose]))]);
  return {
    edge,
    client,
    call,
    page,
    async publish(over = {}) {
      sequence = over.sequence ?? sequence + 1;
      const plain = firstRelease({
        createdAt: 1_700_000_000_000,
        budget: { id: 'b1', capCents: 1_000_000 },
        salt: 'test',
      });
      const release: Release = { ...plain, sequence, ...over };
      const { digest, model } = await client.putRelease(await sealRelease(release, edge.keys));
      return { release, digest, model };
    },
    async visit(session, subject, more) {
      const who =
        subject === undefined
          ? { anonymous: `visitor-${session}-0000000000` }
          : { subjectToken: await client.subjectToken(subject, ORIGIN, Date.now(), 3_600_000, more) };
      const answer = await page<{ session: string }>('/v1/profile', { version: 1, session, ...who });
      if (answer.status !== 200) throw new Error(`profile: ${answer.status} ${answer.text}`);
      const token = answer.body.session;
      return { token, profile: ((await opened(token, 'session')) as Session).profile };
    },
    decide: (token, ask) => page<DecisionResponse>('/v1/decision', { version: 1, session: token, ask }),
    record: async (receipt) => (await opened(receipt, 'receipt')) as never,
    sessionOf: async (token) => (await opened(token, 'session')) as Session,
  };
};
