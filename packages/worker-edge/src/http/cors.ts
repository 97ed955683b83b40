import { Fault } from '@causeway/contract';

/** Headers by which a page of this origin may read the answer. Only ever an exact origin of the list. */
export const corsHeaders = (origin: string): Record<string, string> => ({
  'access-control-allow-origin': origin,
  'access-control-expose-headers': 'server-timing, retry-after',
  'timing-allow-origin': origin,
  vary: 'origin',
});

/** The sender's origin when it is on the list; throws `wrong-origin`. A page's request always carries one. */
export const checkOrigin = (origin: string | null, origins: readonly string[]): string => {
  if (origin !== null && origins.includes(origin)) return origin;
  throw new Fault(
    'wrong-origin',
    'origin',
    `got ${JSON.stringify(origin?.slice(0, 100) ?? null)}, which is not on the list`,
  );
};

/** The answer to a preflight of a page's JSON request. Beacons are text/plain and come without one. */
export const preflight = (origin: string, method: string): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders(origin),
      'access-control-allow-methods': method,
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '86400',
    },
  });
