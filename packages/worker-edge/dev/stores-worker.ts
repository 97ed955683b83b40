import type { Queue, R2Bucket } from '@cloudflare/workers-types';

/** The worker itself, with the handlers that `service_binding_extra_handlers` opens. */
type Edge = { scheduled(at: { scheduledTime: Date; cron: string }): Promise<{ outcome: string }> };
type Env = { SECRET: string; LOG: R2Bucket; LOG_QUEUE: Queue; EDGE: Edge };
type Call =
  | { do: 'list'; prefix: string }
  | { do: 'read' | 'has'; key: string }
  | { do: 'put'; key: string; text: string }
  | { do: 'send'; message: unknown }
  | { do: 'sweep'; at: number };

const listAll = async (bucket: R2Bucket, prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
    keys.push(...page.objects.map(({ key }) => key));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return keys;
};

/** Stands beside the worker on this machine alone, in the same workerd, and opens its stores to the process that started it. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.headers.get('authorization') !== env.SECRET) return new Response(null, { status: 403 });
    const call = (await request.json()) as Call;
    switch (call.do) {
      case 'list':
        return Response.json(await listAll(env.LOG, call.prefix));
      case 'read': {
        const object = await env.LOG.get(call.key);
        return object === null
          ? new Response(null, { status: 404 })
          : new Response(await object.arrayBuffer());
      }
      case 'has':
        return Response.json((await env.LOG.head(call.key)) !== null);
      case 'put':
        await env.LOG.put(call.key, call.text);
        return Response.json(true);
      case 'send':
        await env.LOG_QUEUE.send(call.message);
        return Response.json(true);
      case 'sweep': {
        const { outcome } = await env.EDGE.scheduled({ scheduledTime: new Date(call.at), cron: '* * * * *' });
        return Response.json(outcome === 'ok');
      }
    }
  },
};
