import { Fault } from '../fault.ts';
import type { PageModel } from './release.ts';

/**
 * A page model whose text has the digest that a signed profile names: it was checked whole before it was published, so its
 * kind and version alone are looked at. Throws `unknown-version`.
 */
export const trustPageModel = (value: unknown, at: string): PageModel => {
  const model = value as PageModel;
  if (model.kind !== 'page-model' || model.version !== 1)
    throw new Fault(
      'unknown-version',
      at,
      `got ${model.kind} ${model.version}, this code reads page-model 1`,
    );
  return model;
};
