import type { DecisionRecord } from '@causeway/contract';
import { EMBEDDING_SIZE, priorProfile } from '@causeway/contract';
import type { Env } from '../env.ts';
import { packEmbedding, unpackEmbedding } from './seal-embedding.ts';
import { openForEdge, sealForEdge } from './seal-for-edge.ts';

const HAZARD_BYTES = 8;

const nameOf = ({ id, session }: DecisionRecord): string => `receipt ${session} ${id}`;

/**
 * The record as whoever carries it may read it: z, spread and λ are under seal, the prior's and 0 in their places. The shop's server finds in
 * it what an incentive is checked by.
 */
export const sealReceipt = async (record: DecisionRecord, env: Env): Promise<DecisionRecord> => {
  const embedding = packEmbedding(record);
  const bytes = new Uint8Array(embedding.length + HAZARD_BYTES);
  bytes.set(embedding);
  new DataView(bytes.buffer).setFloat64(embedding.length, record.hazard);
  const { z, spread } = priorProfile(record.subject);
  return { ...record, z, spread, hazard: 0, underSeal: await sealForEdge(bytes, nameOf(record), env) };
};

/** The record as it was drawn; one without a seal is as it was. Throws `bad-token` for a seal that is another's. */
export const openReceipt = async (record: DecisionRecord, env: Env): Promise<DecisionRecord> => {
  const { underSeal, ...rest } = record;
  if (underSeal === undefined) return record;
  const bytes = await openForEdge(underSeal, nameOf(record), env);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { ...rest, ...unpackEmbedding(bytes), hazard: view.getFloat64(EMBEDDING_SIZE + HAZARD_BYTES) };
};
