import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { BudgetLedger } from './budget-ledger.ts';
import type { Account, BudgetView, Offer, Redeemed, Renewed, RenewRequest } from './budget-types.ts';

/**
 * The one keeper of incentive money. Every method is one transaction, and after each of them
 * cap = left + leased + reserved + spent holds in every account (`invariant` proves it from the rows).
 */
export class Budget extends DurableObject<Env> {
  readonly #ledger: BudgetLedger;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#ledger = new BudgetLedger(state.storage.sql);
  }

  /** Opens an account, or moves its cap. A cap under what is bound already leaves `left` negative: nothing more is leased. */
  async open(account: Account): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#ledger.open(account));
  }

  async renew(request: RenewRequest): Promise<Renewed> {
    const leased = this.ctx.storage.transactionSync(() => this.#ledger.renew(request));
    await this.#wake();
    return leased;
  }

  async report(offers: readonly Offer[], now: number, lifeMs: number): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      for (const offer of offers) this.#ledger.reserve(offer, now + lifeMs);
    });
    await this.#wake();
  }

  async redeem(decision: string, cents: number): Promise<Redeemed> {
    return this.ctx.storage.transactionSync(() => this.#ledger.redeem(decision, cents));
  }

  async releaseSession(session: string): Promise<number> {
    return this.ctx.storage.transactionSync(() => this.#ledger.releaseSession(session));
  }

  async settle(now: number): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#ledger.settle(now));
  }

  async view(id: string): Promise<BudgetView | null> {
    return this.#ledger.view(id);
  }

  /** What is wrong with the books: empty, always. */
  async invariant(): Promise<string[]> {
    return this.#ledger.problems();
  }

  override async alarm(): Promise<void> {
    await this.settle(Date.now());
    await this.#wake();
  }

  async #wake(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) !== null) return;
    const due = this.#ledger.nextDue();
    if (due !== null) await this.ctx.storage.setAlarm(due);
  }
}
