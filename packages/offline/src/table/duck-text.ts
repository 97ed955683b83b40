/** Any text as a literal of DuckDB's. */
export const duckText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Any name as an identifier of DuckDB's. */
export const duckName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
