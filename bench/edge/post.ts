// What no worker gets around: the same body taken in, and a text as long as a decision's answer, under as many headers, given back.
const answer = 'x'.repeat(2850);
const origin = 'https://shop.example';
const headers = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'server-timing': 'release;dur=0, decide;dur=0',
  'access-control-allow-origin': origin,
  'access-control-expose-headers': 'server-timing, retry-after',
  'timing-allow-origin': origin,
  vary: 'origin',
};

export default {
  async fetch(request: Request): Promise<Response> {
    await request.text();
    return new Response(answer, { headers });
  },
};
