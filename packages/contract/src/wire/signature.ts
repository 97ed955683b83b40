import { Fault } from '../fault.ts';
import { fromBase64url, toBase64url, utf8 } from '../maths/bytes.ts';
import type { Signer, Verifier } from './token.ts';

/** A server's signed request: `causeway-signature: t=<ms>;kid=<kid>;v1=<base64url>` over method, path, time and body. */
export const SIGNATURE_HEADER = 'causeway-signature';
export const SIGNATURE_LIFE_MS = 300_000;

export type SignedRequest = { readonly method: string; readonly path: string; readonly body: string };

const message = (request: SignedRequest, at: number): Uint8Array =>
  utf8(`causeway-request\n${request.method}\n${request.path}\n${at}\n${request.body}`);

export const signRequest = async (request: SignedRequest, now: number, signer: Signer): Promise<string> =>
  `t=${now};kid=${signer.kid};v1=${toBase64url(await signer.sign(message(request, now)))}`;

/** Throws `bad-signature` unless one of the keys made the header for this very request within five minutes. */
export const checkSignature = async (
  header: string | null,
  request: SignedRequest,
  now: number,
  verifiers: readonly Verifier[],
): Promise<void> => {
  const bad = (why: string): never => {
    throw new Fault('bad-signature', request.path, why);
  };
  const found = /^t=(\d{1,15});kid=([A-Za-z0-9_-]{1,60});v1=([A-Za-z0-9_-]{20,100})$/.exec(header ?? '');
  if (found === null) return bad(`no ${SIGNATURE_HEADER} header of the form t=..;kid=..;v1=..`);
  const [, time, kid, signature64] = found as unknown as [string, string, string, string];
  const at = Number(time);
  if (Math.abs(now - at) > SIGNATURE_LIFE_MS)
    return bad('it was signed more than five minutes away from now');
  const verifier = verifiers.find((v) => v.kid === kid && v.algorithm === 'HS256');
  if (verifier === undefined) return bad('its key is not known here');
  const signature = fromBase64url(signature64);
  if (signature === null || signature.length !== 32) return bad('its signature has a wrong form');
  if (!(await verifier.verify(signature, message(request, at)))) return bad('its signature is wrong');
};
