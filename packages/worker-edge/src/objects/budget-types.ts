/** An incentive that was offered: which lease paid, for which decision of which session, how many cents at most. */
export type Offer = {
  readonly lease: string;
  readonly decision: string;
  readonly session: string;
  readonly cents: number;
};

export type Account = { readonly id: string; readonly capCents: number };

/** cap = left + leased + reserved + spent, always, in cents. */
export type BudgetView = Account & {
  readonly leftCents: number;
  readonly leasedCents: number;
  readonly reservedCents: number;
  readonly spentCents: number;
};

export type RenewRequest = {
  readonly account: Account;
  /** the new lease's name */
  readonly lease: string;
  /** the least that is of use, and the most that is wanted */
  readonly need: number;
  readonly want: number;
  /** what the isolate surely did not spend of its lease before; it will spend no more from it */
  readonly give: { readonly lease: string; readonly cents: number } | null;
  readonly now: number;
  readonly lifeMs: number;
  readonly graceMs: number;
};

export type Renewed = {
  readonly cents: number;
  readonly until: number;
  /** of the account: reserved or spent by now */
  readonly goneCents: number;
};

export type Redeemed =
  | { readonly ok: true; readonly cents: number }
  | { readonly ok: false; readonly why: string };
