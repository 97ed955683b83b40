import { toHex, utf8 } from './bytes.ts';
import { sha256 } from './sha256.ts';

/** JSON with sorted keys and no spaces: one value, one text. Refuses what JSON cannot carry exactly. */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} has no JSON form`);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
};

/** SHA-256 of the canonical JSON, in hex: the name of an artefact. */
export const digest = (value: unknown): string => toHex(sha256(utf8(canonicalJson(value))));
