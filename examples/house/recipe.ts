import type { PublicJwk } from '@causeway/contract';

/** What a shop knows of its edge: where it is, and the public keys that its pages pin. */
export type Place = {
  readonly edge: string;
  readonly keys: readonly PublicJwk[];
  /** this shop's own origin */
  readonly origin: string;
  /** a proof, made by the shop's server, that it knows this person; `person` is a keyed hash, never a raw id */
  readonly subjectToken: (person: string) => Promise<string>;
};

/** A recipe: the shop's own server, as a function of requests. What it does not answer is looked for among the built files. */
export type Recipe = (place: Place) => Promise<(request: Request) => Promise<Response | null>>;

export const html = (body: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8', ...headers } });
