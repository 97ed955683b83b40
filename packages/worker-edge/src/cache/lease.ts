import type { Account, RenewRequest } from '../objects/budget-types.ts';

/** What this isolate holds of the budget: it spends here in memory, at once, and nowhere else. */
type Slice = { readonly account: string; readonly lease: string; readonly until: number; left: number };

const WANT_CENTS = 20_000;
/** An empty budget is not asked again for so long. */
const DRY_MS = 5000;

let slice: Slice | null = null;
let dry: { account: string; need: number; until: number } | null = null;
let filling: Promise<void> | null = null;

export type Renew = (request: RenewRequest) => Promise<{ cents: number; until: number }>;
export type RefillOptions = {
  readonly now: number;
  readonly lifeMs: number;
  readonly graceMs: number;
  readonly lease: string;
};

/** Cents that may be offered now. */
export const spendableCents = (account: string, now: number): number =>
  slice !== null && slice.account === account && now < slice.until ? slice.left : 0;

/** Takes cents out of the slice, at once; the name of the lease that pays. Null, and nothing taken, when it cannot. */
export const spend = (account: string, cents: number, now: number): string | null => {
  if (slice === null || spendableCents(account, now) < cents) return null;
  slice.left -= cents;
  return slice.lease;
};

/** Puts back what was taken and not offered. If the slice is gone, the lease's grace will return it. */
export const putBack = (lease: string, cents: number): void => {
  if (slice !== null && slice.lease === lease) slice.left += cents;
};

const fill = async (account: Account, need: number, options: RefillOptions, renew: Renew): Promise<void> => {
  // The rest is given back and the slice is gone before the call: whatever becomes of the call, it is not spent twice.
  const give = slice === null ? null : { lease: slice.lease, cents: slice.left };
  slice = null;
  const { now, lifeMs, graceMs, lease } = options;
  const { cents, until } = await renew({
    account,
    lease,
    need,
    want: WANT_CENTS,
    give,
    now,
    lifeMs,
    graceMs,
  });
  if (cents > 0) slice = { account: account.id, lease, left: cents, until };
  else dry = { account: account.id, need, until: now + DRY_MS };
};

/** Sees to it that `need` cents are in hand, if the budget has them. One refill at a time; a failed one is only thrown. */
export const refill = (
  account: Account,
  need: number,
  options: RefillOptions,
  renew: Renew,
): Promise<void> => {
  if (spendableCents(account.id, options.now) >= need) return Promise.resolve();
  if (dry !== null && dry.account === account.id && need >= dry.need && options.now < dry.until)
    return Promise.resolve();
  filling ??= fill(account, need, options, renew).finally(() => {
    filling = null;
  });
  return filling;
};
