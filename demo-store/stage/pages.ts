import type { PublicJwk } from '@causeway/contract';
import type { Customer } from '../backend/customers.ts';
import type { EdgeLink } from '../backend/edge-link.ts';
import type { Visitor } from '../backend/visitor.ts';
import { CONSENT_COOKIE } from '../pages/shared/consent-cookie.ts';
import { renderPlain, renderReact } from './render-page.ts';
import type { Page } from './shop-listener.ts';

export type PagesOptions = {
  readonly edgeUrl: string;
  readonly keys: readonly PublicJwk[];
  readonly link: Pick<EdgeLink, 'subjectToken'>;
  readonly customers: readonly Customer[];
  readonly deadlineMs: number;
  readonly randomId: () => string;
};

const consentIn = (cookie: string): 'granted' | 'denied' | null =>
  (new RegExp(`(?:^|; )${CONSENT_COOKIE}=(granted|denied)`).exec(cookie)?.[1] as
    | 'granted'
    | 'denied'
    | undefined) ?? null;

/** Every page of both storefronts, under a policy that allows the shop's own scripts, one inline stub, and the edge. */
export const createPages =
  ({ edgeUrl, keys, link, customers, deadlineMs, randomId }: PagesOptions) =>
  async (path: string, visitor: Visitor, cookie: string): Promise<Page> => {
    const customer = customers.find(({ id }) => id === visitor.customer);
    const config = {
      edge: edgeUrl,
      keys,
      consent: consentIn(cookie),
      subjectToken: customer === undefined ? null : await link.subjectToken(customer.subject),
      deadlineMs,
    };
    const nonce = randomId();
    const csp = [
      "default-src 'self'",
      `script-src 'self' 'wasm-unsafe-eval' 'nonce-${nonce}'`,
      `connect-src 'self' ${edgeUrl}`,
      "img-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; ');
    const shown = { customer: customer?.label ?? null, config, nonce };
    const react = path === '/react' || path.startsWith('/react/');
    const page = react
      ? renderReact({ path: path.slice('/react'.length) || '/', ...shown })
      : renderPlain({ path, visitor, ...shown });
    return { ...page, csp };
  };
