import type { PageModel } from '@causeway/contract';
import { checkPageModel, Fault, PATHS, toHex, utf8 } from '@causeway/contract';
import type { Send } from './send.ts';
import type { Subtle } from './subtle.ts';

/**
 * GET /v1/release/<digest>: the page's part of a release. The text's SHA-256 must be the digest that the signed profile
 * names, so the model is as trusted as the profile. Throws `bad-release`, `bad-field` or what the transport throws.
 */
export const loadPageModel = async (
  send: Send,
  subtle: Subtle,
  digest: string,
  deadlineMs: number,
): Promise<PageModel> => {
  const path = `${PATHS.release}${digest}`;
  const { status, body } = await send(
    { method: 'GET', path, body: '', contentType: 'application/json' },
    deadlineMs,
  );
  if (status !== 200) throw new Fault('not-found', path, `the edge answered ${status}`);
  const got = toHex(new Uint8Array(await subtle.digest('SHA-256', utf8(body) as never)));
  if (got !== digest) throw new Fault('bad-release', path, `its text has the digest ${got}`);
  return checkPageModel(JSON.parse(body), 'page-model');
};
