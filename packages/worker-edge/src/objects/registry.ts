import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';

export type Live = { readonly digest: string; readonly sequence: number };
export type AuditEntry = { readonly at: number; readonly what: string; readonly detail: string };

/** Which release is live, decided in one place (KV only carries it to the isolates), and who changed what when. */
export class Registry extends DurableObject<Env> {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS live (one INTEGER PRIMARY KEY CHECK (one = 1), digest TEXT NOT NULL, sequence INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS audit (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL);
    `);
  }

  async live(): Promise<Live | null> {
    return (
      (this.ctx.storage.sql.exec('SELECT digest, sequence FROM live').toArray()[0] as Live | undefined) ??
      null
    );
  }

  /** Makes a release live if `before` still is what is live; false when someone else was faster. */
  async setLive(before: string | null, next: Live, entry: AuditEntry): Promise<boolean> {
    return this.ctx.storage.transactionSync(() => {
      const { sql } = this.ctx.storage;
      const now = sql.exec('SELECT digest FROM live').toArray()[0]?.digest ?? null;
      if (now !== before) return false;
      sql.exec('INSERT OR REPLACE INTO live VALUES (1, ?, ?)', next.digest, next.sequence);
      this.#write(entry);
      return true;
    });
  }

  async audit(entry: AuditEntry): Promise<void> {
    this.#write(entry);
  }

  async history(): Promise<AuditEntry[]> {
    return this.ctx.storage.sql
      .exec('SELECT at, what, detail FROM audit ORDER BY n')
      .toArray() as unknown as AuditEntry[];
  }

  #write({ at, what, detail }: AuditEntry): void {
    this.ctx.storage.sql.exec('INSERT INTO audit (at, what, detail) VALUES (?, ?, ?)', at, what, detail);
  }
}
