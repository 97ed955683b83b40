import { openBudgetTables } from './budget-tables.ts';
import type { Account, BudgetView, Offer, Redeemed, Renewed, RenewRequest } from './budget-types.ts';

type LeaseRow = { id: string; account: string; unspent: number; dead: number };
type OfferRow = { decision: string; account: string; cents: number; state: string; captured: number };

/** A lease takes at most this share of what is left, so that the last cents are not all held by one isolate. */
const LEASE_SHARE = 4;
const KEEP_MS = 90 * 86_400_000;

/**
 * The books of incentive money, on SQLite. Cents move between four places of an account: left -> leased (an isolate may
 * offer them) -> reserved (offered to someone) -> spent (redeemed); and back to left when given back, released or expired.
 * Each method is to run inside one transaction. Every method is idempotent in the name that it is given.
 */
export class BudgetLedger {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    openBudgetTables(sql);
  }

  #one<T>(query: string, ...values: SqlStorageValue[]): T | null {
    return ((this.#sql.exec(query, ...values).toArray()[0] as unknown) ?? null) as T | null;
  }

  /** Moves cents between two places of an account; the sum of the four cannot change here. */
  #move(account: string, from: Place, to: Place, cents: number): void {
    this.#sql.exec(
      `UPDATE account SET ${from} = ${from} - ?, ${to} = ${to} + ? WHERE id = ?`,
      cents,
      cents,
      account,
    );
  }

  #left(account: string): number {
    return (
      this.#one<{ left: number }>('SELECT available AS left FROM account WHERE id = ?', account)?.left ?? 0
    );
  }

  open({ id, capCents }: Account): void {
    this.#sql.exec('INSERT INTO account VALUES (?, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING', id);
    this.#sql.exec(
      'UPDATE account SET available = available + ? - cap, cap = ? WHERE id = ?',
      capCents,
      capCents,
      id,
    );
  }

  #gone(account: string): number {
    const query = 'SELECT reserved + spent AS cents FROM account WHERE id = ?';
    return this.#one<{ cents: number }>(query, account)?.cents ?? 0;
  }

  renew({ account, lease, need, want, give, now, lifeMs, graceMs }: RenewRequest): Renewed {
    const until = now + lifeMs;
    if (give !== null) this.#giveBack(give.lease, give.cents);
    this.settle(now);
    if (this.#one('SELECT id FROM account WHERE id = ?', account.id) === null) this.open(account);
    const goneCents = this.#gone(account.id);
    if (this.#one('SELECT id FROM lease WHERE id = ?', lease) !== null) return { cents: 0, until, goneCents };
    const left = this.#left(account.id);
    const cents = left < need ? 0 : Math.min(left, want, Math.max(need, Math.floor(left / LEASE_SHARE)));
    if (cents <= 0) return { cents: 0, until, goneCents };
    this.#sql.exec('INSERT INTO lease VALUES (?, ?, ?, ?)', lease, account.id, cents, until + graceMs);
    this.#move(account.id, 'available', 'leased', cents);
    return { cents, until, goneCents };
  }

  #giveBack(id: string, cents: number): void {
    const row = this.#one<LeaseRow>('SELECT * FROM lease WHERE id = ?', id);
    if (row === null) return;
    const back = Math.max(0, Math.min(cents, row.unspent));
    this.#sql.exec('UPDATE lease SET unspent = unspent - ? WHERE id = ?', back, id);
    this.#move(row.account, 'leased', 'available', back);
  }

  /**
   * Books an offer, once. It is paid from its lease; if that was returned already, from what is left; if nothing is left
   * it is noted as unfunded, and its redemption will be refused: the cap is harder than the promise.
   */
  reserve({ lease, decision, session, cents }: Offer, until: number): void {
    if (this.#one('SELECT decision FROM offer WHERE decision = ?', decision) !== null) return;
    const row = this.#one<LeaseRow>('SELECT * FROM lease WHERE id = ?', lease);
    if (row === null) return;
    let state = 'reserved';
    if (row.unspent >= cents) {
      this.#sql.exec('UPDATE lease SET unspent = unspent - ? WHERE id = ?', cents, lease);
      this.#move(row.account, 'leased', 'reserved', cents);
    } else if (this.#left(row.account) >= cents) this.#move(row.account, 'available', 'reserved', cents);
    else state = 'unfunded';
    this.#sql.exec(
      'INSERT INTO offer VALUES (?, ?, ?, ?, ?, 0, ?)',
      decision,
      row.account,
      session,
      cents,
      state,
      until,
    );
  }

  /** Captures a redemption, once, for at most what was offered. A released offer is honoured while money is left. */
  redeem(decision: string, cents: number): Redeemed {
    const row = this.#one<OfferRow>('SELECT * FROM offer WHERE decision = ?', decision);
    if (row === null) return { ok: false, why: 'no incentive was offered under this decision' };
    if (row.state === 'captured') return { ok: true, cents: row.captured };
    if (cents > row.cents) return { ok: false, why: `got ${cents} cents, the offer was of ${row.cents}` };
    if (row.state === 'reserved') {
      this.#move(row.account, 'reserved', 'spent', cents);
      this.#move(row.account, 'reserved', 'available', row.cents - cents);
    } else {
      if (this.#left(row.account) < cents)
        return { ok: false, why: 'its reservation has lapsed and the budget is empty' };
      this.#move(row.account, 'available', 'spent', cents);
    }
    this.#sql.exec(`UPDATE offer SET state = 'captured', captured = ? WHERE decision = ?`, cents, decision);
    return { ok: true, cents };
  }

  #release(query: string, value: SqlStorageValue): number {
    const rows = this.#sql.exec(`SELECT * FROM offer WHERE state = 'reserved' AND ${query}`, value).toArray();
    for (const row of rows as unknown as OfferRow[]) {
      this.#move(row.account, 'reserved', 'available', row.cents);
      this.#sql.exec(`UPDATE offer SET state = 'released' WHERE decision = ?`, row.decision);
    }
    return rows.length;
  }

  releaseSession(session: string): number {
    return this.#release('session = ?', session);
  }

  /** What is over at `now`: leases past their grace give back their rest, reservations past their life are released. */
  settle(now: number): void {
    const dead = this.#sql.exec('SELECT * FROM lease WHERE unspent > 0 AND dead <= ?', now).toArray();
    for (const row of dead as unknown as LeaseRow[]) this.#giveBack(row.id, row.unspent);
    this.#release('until <= ?', now);
    this.#sql.exec('DELETE FROM lease WHERE unspent = 0 AND dead <= ?', now - KEEP_MS);
    this.#sql.exec(`DELETE FROM offer WHERE state <> 'reserved' AND until <= ?`, now - KEEP_MS);
  }

  nextDue(): number | null {
    const query = `SELECT min(t) AS t FROM (SELECT min(dead) AS t FROM lease WHERE unspent > 0
      UNION ALL SELECT min(until) FROM offer WHERE state = 'reserved')`;
    return this.#one<{ t: number | null }>(query)?.t ?? null;
  }

  view(id: string): BudgetView | null {
    return this.#one<BudgetView>(
      `SELECT id, cap AS capCents, available AS leftCents, leased AS leasedCents, reserved AS reservedCents,
        spent AS spentCents FROM account WHERE id = ?`,
      id,
    );
  }

  /** Differences between the accounts and the rows that they sum; and any account that does not add up. */
  problems(): string[] {
    const query = `SELECT id FROM account WHERE cap <> available + leased + reserved + spent
      OR leased <> (SELECT coalesce(sum(unspent), 0) FROM lease WHERE account = account.id)
      OR reserved <> (SELECT coalesce(sum(cents), 0) FROM offer WHERE account = account.id AND state = 'reserved')
      OR spent < (SELECT coalesce(sum(captured), 0) FROM offer WHERE account = account.id)
      OR leased < 0 OR reserved < 0 OR spent < 0`;
    return this.#sql
      .exec(query)
      .toArray()
      .map(({ id }) => `account ${id} does not add up`);
  }
}

type Place = 'available' | 'leased' | 'reserved' | 'spent';
