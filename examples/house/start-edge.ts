import { ed25519Signer, firstRelease, type SubtleLike, seal } from '@causeway/contract';
import { edgeClient, startEdge } from '@causeway/worker-edge/harness';

/** The real worker on this machine with a first release that only explores: every offered action with the same probability. */
export const startExampleEdge = async (origins: readonly string[]) => {
  const edge = await startEdge({ origins, quiet: true });
  const client = edgeClient(edge);
  const now = Date.now();
  const release = firstRelease({
    createdAt: now,
    budget: { id: 'examples', capCents: 1_000_000 },
    salt: 'examples',
  });
  const signer = await ed25519Signer(crypto.subtle as unknown as SubtleLike, edge.keys.releaseSigner);
  const options = { purpose: 'release', audience: 'causeway-edge', now, lifeMs: 1e9 } as const;
  await client.putRelease(await seal(release, options, signer));
  return { edge, client };
};
