import { IDENTIFIERS, type Identifier } from '../log/index.ts';
import type { Engine } from '../table/index.ts';
import type { IdentityRules } from './rules.ts';

/** A reason to take two identifiers for one person; `refusedBy` names the guard that holds it back. */
export type Link = {
  readonly rule: string;
  readonly aType: Identifier;
  readonly a: string;
  readonly bType: Identifier;
  readonly b: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly seen: number;
  /** the id of an event or a session that shows it */
  readonly evidence: string;
  /** 1 for a deterministic rule, the posterior for a probable one */
  readonly probability: number;
  readonly refusedBy: string | null;
};

/** An identifier that was met, with when and how often. */
export type Met = {
  readonly type: Identifier;
  readonly value: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly events: number;
};

const SPAN = 'min(at_ms) AS first_at, max(at_ms) AS last_at, count(*) AS seen';

/** Identifiers with their spans, from a table of sightings: one portable SELECT. */
export const metSql = (sightings: string): string =>
  IDENTIFIERS.map(
    (type) =>
      `SELECT '${type}' AS type, ${type} AS value, ${SPAN} FROM ${sightings} WHERE ${type} IS NOT NULL GROUP BY ${type}`,
  ).join('\nUNION ALL ');

/** Pairs of identifiers on one sighting, a rule each: one portable SELECT. The rule comes as its place in the list. */
export const linksSql = (rules: IdentityRules, sightings: string): string =>
  rules.links
    .map(
      ({ a, b, atLeast }, k) =>
        `SELECT ${k} AS rule, ${a} AS a, ${b} AS b, ${SPAN}, min(id) AS evidence FROM ${sightings}
         WHERE ${a} IS NOT NULL AND ${b} IS NOT NULL GROUP BY ${a}, ${b} HAVING count(*) >= ${atLeast}`,
    )
    .join('\nUNION ALL ');

export const readMet = async (engine: Engine, sightings: string): Promise<Met[]> => {
  const [types = [], values = [], first = [], last = [], seen = []] = await engine.columns(metSql(sightings));
  return types.map((type, k) => ({
    type: type as Identifier,
    value: String(values[k]),
    firstAt: Number(first[k]),
    lastAt: Number(last[k]),
    events: Number(seen[k]),
  }));
};

export const readLinks = async (engine: Engine, rules: IdentityRules, sightings: string): Promise<Link[]> => {
  const columns = await engine.columns(linksSql(rules, sightings));
  const [rule = [], a = [], b = [], first = [], last = [], seen = [], evidence = []] = columns;
  return rule.map((k, i) => {
    const by = rules.links[Number(k)] as IdentityRules['links'][number];
    return {
      rule: by.rule,
      aType: by.a,
      a: String(a[i]),
      bType: by.b,
      b: String(b[i]),
      firstAt: Number(first[i]),
      lastAt: Number(last[i]),
      seen: Number(seen[i]),
      evidence: String(evidence[i]),
      probability: 1,
      refusedBy: null,
    };
  });
};
