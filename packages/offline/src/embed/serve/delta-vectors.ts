import { sameVector } from './pack-vector.ts';

export type VectorDelta = {
  /** people whose vector is new or says something else */
  readonly put: string[];
  /** people who have none any more */
  readonly remove: string[];
  readonly same: number;
};

/** What must be written so that a store that holds `before` holds `after`: a vector that only moved in time stays as it is. */
export const deltaVectors = (
  before: ReadonlyMap<string, Uint8Array>,
  after: ReadonlyMap<string, Uint8Array>,
): VectorDelta => {
  const put: string[] = [];
  for (const [id, bytes] of after) {
    const old = before.get(id);
    if (old === undefined || !sameVector(old, bytes)) put.push(id);
  }
  const remove = [...before.keys()].filter((id) => !after.has(id));
  return { put, remove, same: after.size - put.length };
};
