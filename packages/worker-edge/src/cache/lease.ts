import { until } from '../http/until.ts';
import type { Account, Renewed, RenewRequest } from '../objects/budget-types.ts';

/** What this isolate holds of the budget: it spends here in memory, at once, and nowhere else. */
type Slice = {
  readonly account: string;
  readonly lease: string;
  readonly until: number;
  readonly size: number;
  left: number;
};

const WANT_CENTS = 20_000;
/** An empty budget is not asked again for so long. */
const DRY_MS = 5000;
/** A call that hangs blocks the next one no longer. */
const HANG_MS = 5000;

let slice: Slice | null = null;
let dry: { account: string; need: number; until: number } | null = null;
let filling: { readonly work: Promise<void>; readonly since: number } | null = null;
/** cents of the account that were reserved or spent when it was last asked */
let gone: { account: string; cents: number } | null = null;

export type Renew = (request: RenewRequest) => Promise<Renewed>;
export type RefillOptions = {
  readonly now: number;
  readonly lifeMs: number;
  readonly graceMs: number;
  readonly lease: string;
};

/** Cents that may be offered now. */
export const spendableCents = (account: string, now: number): number =>
  slice !== null && slice.account === account && now < slice.until ? slice.left : 0;

/** The share of the account that is reserved or spent, as far as this isolate knows; null when it never asked. */
export const goneShare = ({ id, capCents }: Account): number | null => {
  if (gone === null || gone.account !== id || capCents <= 0) return null;
  const own = slice === null || slice.account !== id ? 0 : slice.size - slice.left;
  return Math.min(1, (gone.cents + own) / capCents);
};

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

/** What /v1/admin/metrics shows. */
export const leaseState = (): { account: string; leftCents: number; until: number } | null =>
  slice === null ? null : { account: slice.account, leftCents: slice.left, until: slice.until };

const fill = async (account: Account, need: number, options: RefillOptions, renew: Renew): Promise<void> => {
  // The rest is given back and the slice is gone before the call: whatever becomes of the call, it is not spent twice.
  const give = slice === null ? null : { lease: slice.lease, cents: slice.left };
  slice = null;
  const { now, lifeMs, graceMs, lease } = options;
  const renewed = await renew({ account, lease, need, want: WANT_CENTS, give, now, lifeMs, graceMs });
  const { cents, until } = renewed;
  gone = { account: account.id, cents: renewed.goneCents };
  // Another refill may have been faster, when this call hung: its slice stays, and this one's grace will return it.
  if (cents > 0) slice ??= { account: account.id, lease, size: cents, left: cents, until };
  else dry = { account: account.id, need, until: now + DRY_MS };
};

/** Sees to it that `need` cents are in hand, if the budget has them. One refill at a time; a failed one is only thrown. */
export const refill = async (
  account: Account,
  need: number,
  options: RefillOptions,
  renew: Renew,
): Promise<void> => {
  const { now } = options;
  if (spendableCents(account.id, now) >= need) return;
  if (dry !== null && dry.account === account.id && need >= dry.need && now < dry.until) return;
  if (filling !== null && now - filling.since <= HANG_MS) {
    await until(() => filling === null, HANG_MS);
    return;
  }
  const work = fill(account, need, options, renew).finally(() => {
    if (filling?.work === work) filling = null;
  });
  filling = { work, since: now };
  await work;
};
