import { readFileSync, writeFileSync } from 'node:fs';
import type { PrivateJwk } from '@causeway/contract';
import { checkEdgeEncoder, Fault, isObject, releaseDigest } from '@causeway/contract';
import type { Command } from 'commander';
import { notePublish } from '../../gates/index.ts';
import { openRegistry } from '../../registry/index.ts';
import { signRelease } from '../../turn/index.ts';
import { candidateRelease } from '../candidate-release.ts';
import { edgeAdmin, type HmacSecret } from '../edge-admin.ts';
import { type CommonOptions, verb } from '../options.ts';
import { registryFolder } from '../registry-of.ts';
import { type Run, runVerb } from '../run.ts';
import { readLive, readPage, readProfiles } from '../study-files.ts';

type Options = CommonOptions & { keys: string; edge?: string; encoder?: string };
type Keys = { readonly signer: PrivateJwk; readonly offline: HmacSecret | null };

/**
 * {releaseSigner: <private JWK>, offline: [{kid, secret}]}: the shape of a development key file; more fields do no
 * harm.
 */
export const readKeys = (path: string): Keys => {
  const bad = (why: string): never => {
    throw new Fault('missing-key', path, why);
  };
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return bad('it is not a JSON file that can be read');
  }
  const signer = isObject(value) ? value.releaseSigner : undefined;
  if (
    !isObject(signer) ||
    signer.kty !== 'OKP' ||
    typeof signer.d !== 'string' ||
    typeof signer.kid !== 'string'
  ) {
    return bad('it holds no releaseSigner, a private Ed25519 JWK with a kid');
  }
  const first = isObject(value) && Array.isArray(value.offline) ? (value.offline[0] as unknown) : undefined;
  const usable = isObject(first) && typeof first.kid === 'string' && typeof first.secret === 'string';
  return {
    signer: signer as unknown as PrivateJwk,
    offline: usable ? (first as unknown as HmacSecret) : null,
  };
};

const work = async (run: Run, options: Options) => {
  const { signer, offline } = readKeys(options.keys);
  const now = Date.now();
  const live = readLive(run);
  const page = readPage(run, live);
  const release = candidateRelease(run, { live, page }, now);
  const token = await signRelease(release, signer, now);
  run.writeJson('release.json', release);
  writeFileSync(run.output('release.jws'), `${token}\n`);
  const digest = releaseDigest(release);
  const registry = openRegistry(registryFolder(options.dir));
  registry.put('release', release);
  const profiles = [...(readProfiles(run) ?? [])].map(([subject, profile]) => ({ subject, profile }));
  if (options.edge === undefined) {
    run.say(`publish: signed release ${release.sequence} (${digest.slice(0, 12)}) into ${options.dir}`);
    return { release: digest, sequence: release.sequence, profiles: profiles.length, published: false };
  }
  if (offline === null)
    throw new Fault('missing-key', options.keys, 'it holds no offline secret to sign requests with');
  const edge = edgeAdmin(options.edge, offline, Date.now);
  const encoder =
    options.encoder === undefined
      ? null
      : checkEdgeEncoder(run.readOwn('encoder', options.encoder), options.encoder);
  if (encoder !== null) await edge.put('encoder', { version: 1, encoder });
  // Profiles first: a release that names their encoder would else be live before they are there.
  for (let from = 0; from < profiles.length; from += 1000) {
    await edge.put('profiles', { version: 1, profiles: profiles.slice(from, from + 1000) });
  }
  await edge.put('publish', { version: 1, release: token });
  await notePublish(registry, release, { at: now, who: 'causeway publish', signer, edge: options.edge });
  run.say(`publish: release ${release.sequence} (${digest.slice(0, 12)}) is live at ${options.edge}`);
  return { release: digest, sequence: release.sequence, profiles: profiles.length, published: true };
};

/** `causeway publish`: compose, check and sign the next release, and hand it with the profiles to the edge. */
export const publish = (): Command =>
  verb('publish', 'compose and sign the next release; with --edge, put it and the profiles there')
    .requiredOption(
      '--keys <file>',
      'JSON with releaseSigner (private Ed25519 JWK) and, for --edge, offline [{kid, secret}]',
    )
    .option('--edge <url>', 'address of the edge')
    .option(
      '--encoder <file>',
      'edge-encoder.json of causeway embed: the edge then embeds raw profiles itself (POST /v1/embed)',
    )
    .action((options: Options) => runVerb('publish', options, (run) => work(run, options)));
