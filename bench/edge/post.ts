// What no worker gets around: the same body taken in, and a text as long as a decision's answer given back.
const answer = 'x'.repeat(3300);

export default {
  async fetch(request: Request): Promise<Response> {
    await request.text();
    return new Response(answer, { headers: { 'content-type': 'text/plain' } });
  },
};
