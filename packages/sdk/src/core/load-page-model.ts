import type { PageModel } from '@causeway/contract';
import { checkPageModel, Fault, ROUTES, sha256, toHex, utf8 } from '@causeway/contract';
import type { Send } from './send.ts';

/**
 * GET /v1/release/<digest>: the page's part of a release. The text's SHA-256 must be the digest that the signed profile
 * names, so the model is as trusted as the profile. Throws `bad-release`, `bad-field` or what the transport throws.
 */
export const loadPageModel = async (send: Send, digest: string, deadlineMs: number): Promise<PageModel> => {
  const path = `${ROUTES.release.path}${digest}`;
  const { status, body } = await send(
    { method: 'GET', path, body: '', contentType: 'application/json' },
    deadlineMs,
  );
  if (status !== 200) throw new Fault('not-found', path, `the edge answered ${status}`);
  const got = toHex(sha256(utf8(body)));
  if (got !== digest) throw new Fault('bad-release', path, `its text has the digest ${got}`);
  return checkPageModel(JSON.parse(body), 'page-model');
};
