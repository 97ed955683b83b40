import { type EdgeEncoder, requireFit } from '@causeway/contract';
import { encoderKey } from '../cache/edge-encoder.ts';
import { modelRunners } from '../cache/model-runners.ts';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { registryObject } from '../objects/registry-object.ts';

/** PUT /v1/admin/encoder: kept under its digest, once its net has run its golden row and fits the encoding. */
export const encoder = async (
  { encoder: given }: { readonly encoder: EdgeEncoder },
  { env, now }: Context,
): Promise<Reply> => {
  requireFit(given, modelRunners(given.blob), 'encoder');
  return stored('encoder', async () => {
    await env.RELEASES.put(encoderKey(given.encoder), JSON.stringify(given));
    await registryObject(env).audit({ at: now, what: 'encoder', detail: given.encoder });
    return { json: { version: 1, encoder: given.encoder, columns: given.encoding.columns.length } };
  });
};
