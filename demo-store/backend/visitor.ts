import type { Trouble } from './trouble.ts';

/** An incentive whose decision the edge has vouched for, waiting on the basket. */
export type HeldIncentive = { readonly decision: string; readonly action: string; readonly cents: number };

export type Address = {
  readonly name: string;
  readonly email: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly phone: string;
};

/** What the shop's server remembers of one browser, under the name in its session cookie. */
export type Visitor = {
  readonly id: string;
  readonly basket: Map<string, number>;
  readonly trouble: Set<Trouble>;
  customer: string | null;
  incentive: HeldIncentive | null;
  address: Address | null;
  /** how often the address and the card were refused on demand */
  rejections: number;
  declines: number;
};

export const newVisitor = (id: string): Visitor => ({
  id,
  basket: new Map(),
  trouble: new Set(),
  customer: null,
  incentive: null,
  address: null,
  rejections: 0,
  declines: 0,
});

const COOKIE = 'fennel';
const MAX_VISITORS = 2000;

export type Visitors = {
  /** the visitor of a Cookie header, or a new one; `cookie` is set when the browser has to be told */
  of(cookieHeader: string | undefined): { visitor: Visitor; cookie: string | null };
};

/** Visitors by cookie, in memory; the oldest is forgotten when there are too many. `randomId` is the caller's chance. */
export const createVisitors = (randomId: () => string): Visitors => {
  const visitors = new Map<string, Visitor>();
  return {
    of(cookieHeader) {
      const id = new RegExp(`(?:^|; )${COOKIE}=([a-f0-9]{32})`).exec(cookieHeader ?? '')?.[1];
      const found = id === undefined ? undefined : visitors.get(id);
      if (found !== undefined) return { visitor: found, cookie: null };
      const visitor = newVisitor(randomId());
      visitors.set(visitor.id, visitor);
      if (visitors.size > MAX_VISITORS) visitors.delete(visitors.keys().next().value as string);
      return { visitor, cookie: `${COOKIE}=${visitor.id}; Path=/; HttpOnly; SameSite=Lax` };
    },
  };
};

export const forgetCookie = `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
