export * from './append-rows.ts';
export * from './read-table.ts';
export * from './warehouse.ts';
