import type { Profile, Session } from '@causeway/contract';
import { EMBEDDING_SIZE, priorProfile } from '@causeway/contract';
import type { Env } from '../env.ts';
import { openForEdge, sealForEdge } from './seal-for-edge.ts';

const SPREAD_BYTES = 8;

type Embedding = Pick<Profile, 'z' | 'spread'>;

/** z as signed bytes, then the spread as a double: as long for everyone. */
export const packEmbedding = ({ z, spread }: Embedding): Uint8Array => {
  const bytes = new Uint8Array(EMBEDDING_SIZE + SPREAD_BYTES);
  bytes.set(Int8Array.from(z));
  new DataView(bytes.buffer).setFloat64(EMBEDDING_SIZE, spread);
  return bytes;
};

/** From the first bytes. */
export const unpackEmbedding = (bytes: Uint8Array): Embedding => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const z = Array.from({ length: EMBEDDING_SIZE }, (_, k) => view.getInt8(k));
  return { z, spread: view.getFloat64(EMBEDDING_SIZE) };
};

/** Of one visit of one person: what is sealed for another does not open. */
const nameOf = ({ session, profile }: Session): string => `z ${session} ${profile.subject}`;

/** The profile as the page may have it where z is sealed: with the prior's z, like a stranger's. */
export const withoutEmbedding = (profile: Profile): Profile => {
  const { z, spread } = priorProfile(profile.subject);
  return { ...profile, z, spread };
};

/** The visit as a session token may show it. */
export const sealEmbedding = async (visit: Session, env: Env): Promise<Session> => ({
  ...visit,
  profile: withoutEmbedding(visit.profile),
  sealed: await sealForEdge(packEmbedding(visit.profile), nameOf(visit), env),
});

/** The visit with its own z again. Throws `bad-token`. */
export const openEmbedding = async (visit: Session, env: Env): Promise<Session> => {
  const opened = await openForEdge(visit.sealed ?? '', nameOf(visit), env);
  return { ...visit, profile: { ...visit.profile, ...unpackEmbedding(opened) } };
};
