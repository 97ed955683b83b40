import { type PrivateJwk, type Release, releaseDigest } from '@causeway/contract';
import { appendAudit, type Registry } from '../registry/index.ts';

/** Keeps a release and says in the audit log that it went live: all of it, or a step of its way. */
export const notePublish = async (
  registry: Registry,
  release: Release,
  by: {
    readonly at: number;
    readonly who: string;
    readonly signer: PrivateJwk | null;
    readonly edge?: string;
  },
): Promise<void> => {
  registry.put('release', release);
  await appendAudit(
    registry,
    {
      at: by.at,
      who: by.who,
      what: 'publish',
      detail: {
        sequence: release.sequence,
        note: release.note,
        ...(by.edge === undefined ? {} : { edge: by.edge }),
      },
      artefacts: [{ kind: 'release', name: releaseDigest(release) }],
    },
    by.signer,
  );
};
