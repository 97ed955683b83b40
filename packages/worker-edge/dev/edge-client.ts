import type {
  EdgeEncoder,
  Outcome,
  RawProfile,
  RouteName,
  StoredProfile,
  SubtleLike,
} from '@causeway/contract';
import {
  checkErrorBody,
  FAULTS,
  Fault,
  type FaultCode,
  fromBase64url,
  hmacKey,
  ROUTES,
  SIGNATURE_HEADER,
  seal,
  signRequest,
} from '@causeway/contract';
import type { EdgeKeys, HmacSecret } from './dev-keys.ts';
import { patientFetch } from './patient-fetch.ts';

const HOUR_MS = 3_600_000;

export type BudgetAnswer = {
  readonly id: string;
  readonly capCents: number;
  readonly leftCents: number;
  readonly leasedCents: number;
  readonly reservedCents: number;
  readonly spentCents: number;
  readonly problems: string[];
};

/** Beside the pseudonym: the person's stratum, and for a tester the arm to be in. */
export type SubjectMore = { readonly stratum?: string; readonly override?: string };

/** Calls as the shop's backend and the offline half make them. Each throws the Fault that the edge answered. */
export type EdgeClient = {
  /** a release signed by the offline half (JWS, purpose `release`) */
  putRelease(token: string): Promise<{ digest: string; model: string; sequence: number }>;
  putProfiles(profiles: readonly { subject: string; profile: StoredProfile }[]): Promise<{ written: number }>;
  putEncoder(encoder: EdgeEncoder): Promise<{ encoder: string; columns: number }>;
  /** raw profiles by the shop's server, to be embedded there and then */
  embed(
    encoder: string,
    people: readonly { subject: string; cells: RawProfile }[],
  ): Promise<{ written: number }>;
  outcome(outcome: Outcome): Promise<{ id: string; captured: number }>;
  budget(): Promise<BudgetAnswer>;
  rollback(digest: string): Promise<{ digest: string; sequence: number; from: string | null }>;
  erase(subject: string): Promise<Record<string, unknown>>;
  /** what the shop's server mints for someone who is logged in; `subject` is a keyed hash, never a raw id */
  subjectToken(
    subject: string,
    origin: string,
    now: number,
    lifeMs?: number,
    more?: SubjectMore,
  ): Promise<string>;
  /** what the worker counted, its lease, and how much waits to be merged */
  metrics(): Promise<Record<string, unknown>>;
};

const signerOf = ({ kid, secret }: HmacSecret) => {
  const bytes = fromBase64url(secret);
  if (bytes === null) throw new Fault('bad-config', kid, 'its secret is not base64url');
  return hmacKey(crypto.subtle as unknown as SubtleLike, kid, bytes);
};

const first = (list: readonly HmacSecret[]): HmacSecret => {
  const [key] = list;
  if (key === undefined) throw new Fault('missing-key', 'edgeClient', 'the list of keys is empty');
  return key;
};

const refused = (text: string, status: number): Fault => {
  try {
    const { code, at, message } = checkErrorBody(JSON.parse(text), 'answer').error;
    const known = Object.hasOwn(FAULTS, code) ? (code as FaultCode) : 'internal';
    return new Fault(known, at, message);
  } catch {
    return new Fault('internal', 'edge', `got status ${status} and no error body`);
  }
};

type Needed = Pick<EdgeKeys, 'shop' | 'offline' | 'subject'>;
export type EdgeClientOptions = {
  readonly url: string;
  readonly keys: Needed;
  readonly clock?: () => number;
};

/** Profiles travel in pieces that are under the route's limit. */
const PROFILES_AT_ONCE = 500;

export const edgeClient = ({ url, keys, clock = Date.now }: EdgeClientOptions): EdgeClient => {
  const call = async <T>(name: RouteName, value: unknown): Promise<T> => {
    const { method, path, who } = ROUTES[name];
    const body = value === null ? '' : JSON.stringify(value);
    const key = first(who === 'shop' ? keys.shop : keys.offline);
    const signature = await signRequest({ method, path, body }, clock(), await signerOf(key));
    const response = await patientFetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature },
      ...(value === null ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) throw refused(text, response.status);
    return JSON.parse(text) as T;
  };
  return {
    putRelease: (release) => call('publish', { version: 1, release }),
    async putProfiles(profiles) {
      let written = 0;
      for (let k = 0; k < profiles.length; k += PROFILES_AT_ONCE) {
        const some = { version: 1, profiles: profiles.slice(k, k + PROFILES_AT_ONCE) };
        written += (await call<{ written: number }>('profiles', some)).written;
      }
      return { written };
    },
    putEncoder: (encoder) => call('encoder', { version: 1, encoder }),
    embed: (encoder, people) => call('embed', { version: 1, encoder, people }),
    outcome: (outcome) => call('outcome', outcome),
    budget: () => call('budget', null),
    rollback: (digest) => call('rollback', { version: 1, digest }),
    metrics: () => call('metrics', null),
    erase: (subject) => call('erase', { version: 1, subject }),
    async subjectToken(subject, origin, now, lifeMs = 12 * HOUR_MS, more = {}) {
      return seal(
        { subject, ...more },
        { purpose: 'subject', audience: origin, now, lifeMs },
        await signerOf(first(keys.subject)),
      );
    },
  };
};
