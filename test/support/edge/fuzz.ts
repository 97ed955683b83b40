import { keyedUniform } from '@causeway/contract';
import { askAt, ORIGIN, type Shop } from './shop.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that have broken parsers before. */
const STRANGE: readonly Json[] = [
  null,
  true,
  -1,
  0,
  1e308,
  -0.5,
  9007199254740993,
  '',
  '\u0000',
  '\ud800',
  '__proto__',
  'a'.repeat(300),
  [],
  {},
  [[[[[]]]]],
  { constructor: { prototype: 1 } },
  { toString: 1, length: -1 },
];

/** One body: a good one with one to three places made strange, or its text cut, flipped, doubled or deepened. */
export const fuzzedBody = (good: Json, seed: number): string => {
  let draws = 0;
  const u = (): number => keyedUniform(new Uint8Array(32).fill(9), seed, draws++);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(u() * list.length)] as T;
  const poison = (value: Json): Json => {
    if (u() < 0.25 || value === null || typeof value !== 'object') return pick(STRANGE);
    const copy = structuredClone(value) as { [key: string]: Json };
    const keys = Object.keys(copy);
    const key = keys.length === 0 || u() < 0.1 ? pick(['x', '__proto__', 'version', '0']) : pick(keys);
    if (u() < 0.15) delete copy[key];
    else copy[key] = poison(copy[key] ?? null);
    return copy;
  };
  let value = good;
  for (let k = 0; k <= u() * 2; k++) value = poison(value);
  const text = JSON.stringify(value) ?? '';
  const way = u();
  const at = Math.floor(u() * text.length);
  if (way < 0.6) return text;
  if (way < 0.7) return text.slice(0, at);
  if (way < 0.8) return text.slice(0, at) + String.fromCharCode(Math.floor(u() * 256)) + text.slice(at + 1);
  if (way < 0.85) return text + text;
  if (way < 0.9) return `${'['.repeat(Math.floor(u() * 3000))}${text}`;
  return text.slice(0, at) + text.slice(at, at + 20).repeat(20) + text.slice(at);
};

const goodBodies = (token: string): [string, Json][] => [
  ['/v1/profile', { version: 1, session: 'session-fuzz', anonymous: 'visitor-of-the-fuzzer-1' }],
  ['/v1/profile', { version: 1, session: 'session-fuzz', subjectToken: token }],
  ['/v1/decision', { version: 1, session: token, ask: askAt(3) as unknown as Json }],
  [
    '/v1/log',
    {
      version: 1,
      session: token,
      lines: [
        { kind: 'end', id: 'f1', session: 'session-fuzz', at: 1_800_000_000_000, step: 1, end: 'left' },
      ],
      receipts: [token],
    },
  ],
  ['/v1/outcome', { kind: 'outcome', id: 'f', redeemed: null }],
  ['/v1/admin/release', { version: 1, release: token }],
];

/** Sends fuzzed bodies to every route that takes one; how many answers had which status. */
export const fuzz = async (shop: Shop, count: number, from = 0): Promise<Map<number, number>> => {
  const statuses = new Map<number, number>();
  const { token } = await shop.visit(`session-fuzz-${from}`, 'fuzzer');
  const bodies = goodBodies(token);
  const one = async (n: number): Promise<void> => {
    const [path, good] = bodies[n % bodies.length] as [string, Json];
    const body = fuzzedBody(good, n);
    const method = path === '/v1/admin/release' ? 'PUT' : 'POST';
    const { status } = await shop.call(method, path, body, { origin: ORIGIN, 'content-type': 'text/plain' });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  for (let n = from; n < from + count; n += 50)
    await Promise.all(Array.from({ length: Math.min(50, from + count - n) }, (_, k) => one(n + k)));
  return statuses;
};
