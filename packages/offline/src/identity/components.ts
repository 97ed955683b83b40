import { compareText, sha256, toHex, utf8 } from '@causeway/contract';
import { IDENTIFIERS, type Identifier } from '../log/index.ts';
import type { Link, Met } from './links.ts';
import { ANCHORS, type IdentityRules } from './rules.ts';

export type Keys = {
  /** identifier ("type:value") -> person */
  readonly person: Map<string, string>;
  /** every link, with the guard that refused it or null */
  readonly links: Link[];
};

export const identifierKey = (type: Identifier, value: string): string => `${type}:${value}`;

const order = (rules: IdentityRules) => {
  const place = new Map(rules.links.map(({ rule }, k) => [rule, k]));
  return (a: Link, b: Link): number =>
    (place.get(a.rule) ?? rules.links.length) - (place.get(b.rule) ?? rules.links.length) ||
    b.probability - a.probability ||
    a.firstAt - b.firstAt ||
    compareText(a.a, b.a) ||
    compareText(a.b, b.b);
};

/** How many different anchors each identifier is linked to. */
const anchorsOf = (links: readonly Link[]): Map<string, Set<string>> => {
  const out = new Map<string, Set<string>>();
  const note = (of: string, anchor: string): void => {
    const set = out.get(of) ?? new Set<string>();
    set.add(anchor);
    out.set(of, set);
  };
  for (const { aType, a, bType, b } of links) {
    const [left, right] = [identifierKey(aType, a), identifierKey(bType, b)];
    if (bType === 'account' || bType === 'subject') note(`${left} ${bType}`, right);
    if (aType === 'account' || aType === 'subject') note(`${right} ${aType}`, left);
  }
  return out;
};

const isShared = (
  rules: IdentityRules,
  anchors: Map<string, Set<string>>,
  type: Identifier,
  value: string,
): boolean => {
  const most = rules.guards.shared[type];
  if (most === undefined) return false;
  const key = identifierKey(type, value);
  return ['account', 'subject'].some((anchor) => (anchors.get(`${key} ${anchor}`)?.size ?? 0) > most);
};

/**
 * Joins identifiers into persons: the strongest links first, each only while the person that would come of it stays within
 * the guards. A pure function of links, identifiers and rules, so that keys of any past version can be made again. A
 * person's key is a hash of the identifier met first.
 */
export const joinPersons = (rules: IdentityRules, met: readonly Met[], given: readonly Link[]): Keys => {
  const index = new Map(met.map(({ type, value }, k) => [identifierKey(type, value), k]));
  const parent = Int32Array.from(met, (_, k) => k);
  const size = new Int32Array(met.length).fill(1);
  const accounts = Int32Array.from(met, ({ type }) => (type === 'account' ? 1 : 0));
  const root = (k: number): number => {
    let r = k;
    while (parent[r] !== r) {
      parent[r] = parent[parent[r] as number] as number;
      r = parent[r] as number;
    }
    return r;
  };
  const anchors = anchorsOf(given);
  const links = [...given].sort(order(rules)).map((link): Link => {
    const { aType, a, bType, b } = link;
    if (isShared(rules, anchors, aType, a)) return { ...link, refusedBy: `shared-${aType}` };
    if (isShared(rules, anchors, bType, b)) return { ...link, refusedBy: `shared-${bType}` };
    const [i, j] = [index.get(identifierKey(aType, a)), index.get(identifierKey(bType, b))];
    if (i === undefined || j === undefined) return { ...link, refusedBy: 'not-met' };
    const [x, y] = [root(i), root(j)];
    if (x === y) return { ...link, refusedBy: null };
    const [left, right] = (size[x] as number) < (size[y] as number) ? [y, x] : [x, y];
    if ((accounts[left] as number) + (accounts[right] as number) > rules.guards.accounts) {
      return { ...link, refusedBy: 'too-many-accounts' };
    }
    const both = (size[left] as number) + (size[right] as number);
    if (both > rules.guards.identifiers) return { ...link, refusedBy: 'too-large' };
    parent[right] = left;
    size[left] = both;
    accounts[left] = (accounts[left] as number) + (accounts[right] as number);
    return { ...link, refusedBy: null };
  });
  return { person: personKeys(met, root), links };
};

const earlier = (a: Met, b: Met): boolean => {
  const rank = ({ type }: Met) => IDENTIFIERS.indexOf(type);
  return (a.firstAt - b.firstAt || rank(a) - rank(b) || compareText(a.value, b.value)) < 0;
};

const personKeys = (met: readonly Met[], root: (k: number) => number): Map<string, string> => {
  const first = new Map<number, Met>();
  met.forEach((one, k) => {
    if (one.type === 'household') return;
    const r = root(k);
    const before = first.get(r);
    if (before === undefined || earlier(one, before)) first.set(r, one);
  });
  const names = new Map<number, string>();
  for (const [r, { type, value }] of first) {
    names.set(r, `p-${toHex(sha256(utf8(identifierKey(type, value)))).slice(0, 24)}`);
  }
  const out = new Map<string, string>();
  met.forEach(({ type, value }, k) => {
    if (type !== 'household') out.set(identifierKey(type, value), names.get(root(k)) as string);
  });
  return out;
};

/** Whether a person has an identifier that the shop vouches for. */
export const isAnchor = (type: Identifier): boolean => ANCHORS.includes(type);
