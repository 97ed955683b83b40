import type { EmbeddingDynamics, Release } from '@causeway/contract';

/**
 * The dynamics (B45) that the next release takes over from the live one: as long as its profiles are of the encoder whose z they move;
 * undefined after that, and where there were none.
 */
export const carryDynamics = (
  { dynamics }: Pick<Release, 'dynamics'>,
  lineage: readonly string[],
): EmbeddingDynamics | undefined =>
  dynamics !== undefined && lineage.includes(dynamics.encoder) ? dynamics : undefined;
