import { webcrypto } from 'node:crypto';
import type { SubtleLike } from '@causeway/contract';
import { Fault, fromBase64url, hmacKey, ROUTES, SIGNATURE_HEADER, signRequest } from '@causeway/contract';

export type HmacSecret = { readonly kid: string; readonly secret: string };

/** Signed calls of the offline half to the edge. A refusal becomes a Fault with the edge's own words. */
export const edgeAdmin = (url: string, { kid, secret }: HmacSecret, clock: () => number) => {
  const bytes = fromBase64url(secret);
  if (bytes === null) throw new Fault('missing-key', kid, 'its secret is not base64url');
  const signer = hmacKey(webcrypto.subtle as unknown as SubtleLike, kid, bytes);
  return {
    put: async (route: 'publish' | 'profiles' | 'encoder' | 'rollback', value: unknown): Promise<void> => {
      const { method, path } = ROUTES[route];
      const body = JSON.stringify(value);
      const signature = await signRequest({ method, path, body }, clock(), await signer);
      const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature };
      const response = await fetch(new URL(path, url), { method, headers, body }).catch((error: unknown) => {
        throw new Fault('timeout', `${url}${path}`, 'the edge cannot be reached', error);
      });
      if (response.ok) return;
      throw new Fault(
        'bad-input',
        `${url}${path}`,
        `the edge answered ${response.status}: ${(await response.text()).slice(0, 300)}`,
      );
    },
  };
};
