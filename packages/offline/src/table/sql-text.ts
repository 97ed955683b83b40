import { Fault } from '@causeway/contract';

/** A text as a literal that DuckDB and ClickHouse read alike. Throws `bad-input` for a backslash, which they do not. */
export const sqlText = (value: string): string => {
  if (value.includes('\\')) {
    throw new Fault(
      'bad-input',
      'sql',
      `got ${JSON.stringify(value)}, allowed is a text without a backslash`,
    );
  }
  return `'${value.replaceAll("'", "''")}'`;
};

/** A number as a DOUBLE literal: with an exponent, so that no engine reads it as a decimal. */
export const sqlNumber = (value: number): string => {
  const text = value.toExponential();
  return value < 0 ? `(${text})` : text;
};

/** A name as an identifier. Throws `bad-input` for anything but letters, digits and underscores. */
export const sqlName = (name: string): string => {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name)) {
    throw new Fault(
      'bad-input',
      'sql',
      `got ${JSON.stringify(name)}, allowed is a name of letters, digits and _`,
    );
  }
  return name;
};
