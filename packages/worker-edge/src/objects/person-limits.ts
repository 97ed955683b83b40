import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';

/** One person's incentives: at most one in a period. Asking again for the same decision gives the same answer. */
export class PersonLimits extends DurableObject<Env> {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS given (decision TEXT PRIMARY KEY, at INTEGER NOT NULL)',
    );
  }

  async grant(decision: string, now: number, periodMs: number): Promise<boolean> {
    const granted = this.ctx.storage.transactionSync(() => {
      const { sql } = this.ctx.storage;
      if (sql.exec('SELECT 1 FROM given WHERE decision = ?', decision).toArray().length > 0) return true;
      sql.exec('DELETE FROM given WHERE at <= ?', now - periodMs);
      if (sql.exec('SELECT 1 FROM given').toArray().length > 0) return false;
      sql.exec('INSERT INTO given VALUES (?, ?)', decision, now);
      return true;
    });
    if (granted) await this.ctx.storage.setAlarm(now + periodMs);
    return granted;
  }

  async forget(): Promise<void> {
    this.ctx.storage.sql.exec('DELETE FROM given');
    await this.ctx.storage.deleteAlarm();
  }

  /** After the period nothing has to be remembered. */
  override async alarm(): Promise<void> {
    this.ctx.storage.sql.exec('DELETE FROM given');
  }
}
