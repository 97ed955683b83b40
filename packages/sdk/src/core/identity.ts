import type { PageModel, Profile } from '@causeway/contract';
import {
  checkProfileResponse,
  dequantise,
  ed25519Verifier,
  Fault,
  open,
  PATHS,
  priorProfile,
  readPart,
  STAGES,
  toHex,
  trustPageModel,
  utf8,
} from '@causeway/contract';
import { DEFAULT_PAGE_MODEL } from './default-page-model.ts';
import { preview, startFold } from './fold.ts';
import type { HazardRuntime } from './hazard-runtime.ts';
import { guardedHazard, pageHazard } from './hazard-runtime.ts';
import { reasonOf } from './reason-of.ts';
import type { Request } from './request.ts';
import type { VisitOptions } from './visit-options.ts';

/** Who this is and which release serves them. The prior and the default model until told. */
export type Known = {
  profile: Profile;
  profileToken: string | null;
  /** the newest session token; null: there is none, or the edge no longer takes it */
  token: string | null;
  z: readonly number[];
  model: PageModel;
  modelDigest: string | null;
  runtime: HazardRuntime;
};

export type Identity = {
  readonly known: Known;
  /** Gets what is missing, once at a time. Never throws; faults are counted as `profile-<code>` and `model-<code>`. */
  start(): Promise<void>;
  /** Settles when a start that is under way has ended; at once when none is. */
  ready(): Promise<void>;
  /** the session token; gets one if there is none */
  session(): Promise<string | null>;
};

type Hooks = {
  readonly request: Request;
  readonly count: (reason: string) => void;
  readonly onProfile: (profile: Profile, token: string) => void;
};

/**
 * What comes signed, or under a signed digest, was checked whole by the edge that signed it and where it was published. Here its
 * signature, digest, kind and version are checked, and that the model gives a probability; whatever throws leaves the prior or
 * the model before.
 */
export const createIdentity = (options: VisitOptions, { request, count, onProfile }: Hooks): Identity => {
  const { edge, resume, session, anonymous, subjectToken, subtle, startDeadlineMs = 3000 } = options;
  const use = (model: PageModel, z: readonly number[]) => {
    const runtime = guardedHazard(model, options.hazardRuntime ?? pageHazard, count);
    return { model, z, runtime };
  };
  /** Nothing felt, on any stage, and yet a number that is missing anywhere makes this none. */
  const tryOut = (used: Pick<Known, 'model' | 'runtime' | 'z'>): void => {
    const { points, hazard } = used.model.trigger;
    for (const stage of STAGES) {
      const { smoothed, survival } = preview(startFold(), { ...used, stage });
      if (!(smoothed + survival + points.length + hazard >= 0))
        throw new Fault('bad-model', 'page-model', 'it gives no probability');
    }
  };
  // A subject token's key is not the page's: what it claims tells whose kept profile fits, and one that cannot be read fits none.
  const claimed = readPart(subjectToken?.split('.')[1] ?? '') as { dat?: { subject?: string } } | undefined;
  const subject =
    subjectToken === undefined
      ? `anon:${anonymous ?? 'unknown'}`
      : (claimed?.dat?.subject ?? 'anon:unreadable');
  const profile = priorProfile(subject);
  const known: Known = {
    profile,
    profileToken: null,
    token: resume?.token ?? null,
    modelDigest: null,
    ...use(options.pageModel ?? DEFAULT_PAGE_MODEL, dequantise(profile.z)),
  };
  let running: Promise<void> | null = null;

  const fault = (part: string, error: unknown) => count(`${part}-${reasonOf(error) || 'failed'}`);
  const fail = (error: unknown) => fault('profile', error);
  const verify = async (token: string): Promise<Profile> => {
    const keys = await Promise.all(options.keys.map((key) => ed25519Verifier(subtle, key)));
    const wanted = { purpose: 'profile', audience: options.origin, now: options.clock() } as const;
    return (await open(token, wanted, keys)) as Profile;
  };
  /** GET /v1/release/<digest>: the model is as trusted as the profile that names its text's SHA-256. */
  const takeModel = async (digest: string, z: readonly number[]): Promise<void> => {
    const { status, body } = await request(PATHS.release + digest, startDeadlineMs);
    if (status !== 200) throw new Fault('not-found', PATHS.release, `the edge answered ${status}`);
    const got = toHex(new Uint8Array(await subtle.digest('SHA-256', utf8(body) as never)));
    if (got !== digest) throw new Fault('bad-release', PATHS.release, `its text has the digest ${got}`);
    const used = use(trustPageModel(JSON.parse(body), 'page-model'), z);
    tryOut(used);
    Object.assign(known, used, { modelDigest: digest });
  };
  const take = async (found: Profile, profileToken: string): Promise<void> => {
    const z = dequantise(found.z);
    tryOut({ ...known, z });
    Object.assign(known, { profile: found, profileToken, z });
    onProfile(found, profileToken);
    if (found.model === null || found.model === known.modelDigest) return;
    await takeModel(found.model, z).catch((error) => fault('model', error));
  };
  const run = async (): Promise<void> => {
    const kept = resume?.profileToken ?? options.profileToken;
    if (known.profileToken === null && kept !== undefined) {
      // An expired profile is as good as none, and so is a malformed one; another person's makes the visit theirs.
      const found = await verify(kept).catch(() => null);
      if (found?.subject !== subject) known.token = null;
      else await take(found, kept).catch(fail);
      if (known.token !== null) return;
    }
    const asked = JSON.stringify({ version: 1, session, subjectToken, anonymous });
    const { status, body } = await request(PATHS.profile, startDeadlineMs, asked);
    if (status !== 200) throw new Fault('bad-token', PATHS.profile, `the edge answered ${status}`);
    const answer = checkProfileResponse(JSON.parse(body), 'answer');
    const found = await verify(answer.profile);
    known.token = answer.session;
    await take(found, answer.profile);
  };
  const start = async (): Promise<void> => {
    if (edge === null) return;
    running ??= run()
      .catch(fail)
      .finally(() => {
        running = null;
      });
    return running;
  };

  return {
    known,
    start,
    ready: async () => running ?? undefined,
    async session() {
      if (known.token === null) await start();
      return known.token;
    },
  };
};
