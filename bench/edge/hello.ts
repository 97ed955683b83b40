// The least that a worker can do.
export default { fetch: () => new Response('hello', { headers: { 'content-type': 'text/plain' } }) };
