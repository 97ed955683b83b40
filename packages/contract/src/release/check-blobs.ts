import { Fault } from '../fault.ts';
import { HAZARD_ROW_NAMES, namesCode } from '../hazard/hazard-row.ts';
import { blobOfText } from '../kernel/blob-text.ts';
import { parseBlob } from '../kernel/parse-blob.ts';
import { STATE_NAMES } from '../state/encode-state.ts';
import type { Release } from './release.ts';

/** A blob that takes these inputs, in this order, and gives so many outputs. Throws `bad-model`, `unknown-version` or `bad-release`. */
const checkShape = (text: string, names: readonly string[], outputs: number, at: string): void => {
  const blob = parseBlob(blobOfText(text, at), at);
  if (blob.inputs !== names.length || blob.outputs !== outputs) {
    const got = `it takes ${blob.inputs} numbers and gives ${blob.outputs}`;
    throw new Fault('bad-release', at, `${got}, allowed are ${names.length} and ${outputs}`);
  }
  if (blob.missing) throw new Fault('bad-release', at, 'it takes missing inputs, and a state has none');
  if (blob.names !== namesCode(names))
    throw new Fault('bad-release', at, 'it was trained on inputs of other names, or in another order');
};

/** Every blob of a release is whole and takes what will be given to it: a hazard row, or the encoded state. */
export const checkBlobs = ({ page, policy, policies = {}, actions }: Release, at: string): void => {
  if (page.blob !== undefined) checkShape(page.blob, HAZARD_ROW_NAMES, 1, `${at}.page.blob`);
  const all = [
    ['policy', policy] as const,
    ...Object.entries(policies).map(([k, p]) => [`policies.${k}`, p] as const),
  ];
  for (const [where, { scores }] of all)
    if (scores !== undefined) checkShape(scores, STATE_NAMES, 2 * actions.length, `${at}.${where}.scores`);
};
