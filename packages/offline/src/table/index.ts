export * from './append-rows.ts';
export * from './content-digest.ts';
export * from './engine.ts';
export * from './read-table.ts';
export * from './sql-text.ts';
export * from './token-sql.ts';
export * from './warehouse.ts';
export * from './zone-offset.ts';
