import type { Decided } from '../core/index.ts';

/** Decisions that the shop's server has already asked for, by point: the first render, on the server and in the page, shows them. */
export type Bootstrap = {
  /** what the server was told, by point */
  readonly decisions: Readonly<Record<string, Decided>>;
};

/** The id of the element that carries a bootstrap in the document. */
export const BOOTSTRAP_ID = 'causeway-bootstrap';

/**
 * A bootstrap as the text of `<script type="application/json" id="causeway-bootstrap">`. Nothing in it can end the element or
 * open another one, whatever it holds.
 */
export const bootstrapText = (bootstrap: Bootstrap): string =>
  JSON.stringify(bootstrap)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');

/** The bootstrap that the document carries; none when there is no such element, or none that can be read. */
export const readBootstrap = (document: Pick<Document, 'getElementById'>): Bootstrap | undefined => {
  try {
    const text = document.getElementById(BOOTSTRAP_ID)?.textContent ?? '';
    const found = JSON.parse(text) as Partial<Bootstrap> | null;
    return typeof found?.decisions === 'object' && found.decisions !== null
      ? { decisions: found.decisions }
      : undefined;
  } catch {
    return undefined;
  }
};
