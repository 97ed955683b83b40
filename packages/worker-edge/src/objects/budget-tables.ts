/** The tables of the budget: accounts, leases by isolates, offers by decision. All money in whole cents. */
export const openBudgetTables = (sql: SqlStorage): void => {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS account (
      id TEXT PRIMARY KEY, cap INTEGER NOT NULL,
      available INTEGER NOT NULL, leased INTEGER NOT NULL, reserved INTEGER NOT NULL, spent INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS lease (
      id TEXT PRIMARY KEY, account TEXT NOT NULL, unspent INTEGER NOT NULL, dead INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS offer (
      decision TEXT PRIMARY KEY, account TEXT NOT NULL, session TEXT NOT NULL, cents INTEGER NOT NULL,
      state TEXT NOT NULL, captured INTEGER NOT NULL, until INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS offer_session ON offer (session) WHERE state = 'reserved';
    CREATE INDEX IF NOT EXISTS offer_until ON offer (until) WHERE state = 'reserved';
    CREATE INDEX IF NOT EXISTS lease_dead ON lease (dead) WHERE unspent > 0;
  `);
};
