import type { PageModel, Profile } from '@causeway/contract';
import { asFault, dequantise, priorProfile } from '@causeway/contract';
import { claimedSubject } from './claimed-subject.ts';
import type { HazardRuntime } from './hazard-runtime.ts';
import { guardedHazard, pageHazard } from './hazard-runtime.ts';
import { loadPageModel } from './load-page-model.ts';
import { loadProfile, profileVerifier } from './load-profile.ts';
import { platformSchedule } from './schedule.ts';
import type { VisitOptions } from './visit-options.ts';
import { VISIT_DEFAULTS } from './visit-options.ts';
import { within } from './within.ts';

/** Who this is and which release serves them: profile, session token, page model. The prior and the default until told. */
export type Identity = {
  /** Gets what is missing, once at a time. Never throws; faults are counted as `profile-<code>` and `model-<code>`. */
  start(): Promise<void>;
  /** Settles when a start that is under way has ended; at once when none is. */
  ready(): Promise<void>;
  /** the newest session token; gets one if there is none */
  session(): Promise<string | null>;
  /** Takes a newer session token. */
  keep(token: string): void;
  /** The edge no longer takes the session token. */
  expire(): void;
  readonly now: () => {
    readonly profile: Profile;
    readonly profileToken: string | null;
    readonly token: string | null;
    readonly z: readonly number[];
    readonly model: PageModel;
    readonly modelDigest: string | null;
    readonly runtime: HazardRuntime;
  };
};

type Hooks = {
  readonly model: PageModel;
  readonly count: (reason: string) => void;
  readonly onProfile: (profile: Profile, token: string) => void;
};

export const createIdentity = (
  options: VisitOptions,
  { model: defaultModel, count, onProfile }: Hooks,
): Identity => {
  const { edge, resume, session, anonymous, subjectToken, send } = options;
  const deadlineMs = options.startDeadlineMs ?? VISIT_DEFAULTS.startDeadlineMs;
  const schedule = options.schedule ?? platformSchedule;
  const runtimeOf = (of: PageModel) => guardedHazard(of, options.hazardRuntime ?? pageHazard, count);
  const verify = profileVerifier(options.subtle, options.keys, options.origin, options.clock);

  const subject = claimedSubject(subjectToken) ?? `anon:${anonymous ?? 'unknown'}`;
  let profile = priorProfile(subject);
  let profileToken: string | null = null;
  let token = resume?.token ?? null;
  let model = defaultModel;
  let modelDigest: string | null = null;
  let runtime = runtimeOf(model);
  let z = dequantise(profile.z);
  let running: Promise<void> | null = null;

  const fault = (part: string, error: unknown) => {
    const late = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
    const code = late ? 'timeout' : asFault(error, part).code;
    count(`${part}-${code === 'internal' ? 'failed' : code}`);
  };
  const take = async (found: Profile, from: string): Promise<void> => {
    profile = found;
    profileToken = from;
    z = dequantise(found.z);
    onProfile(found, from);
    if (found.model === null || found.model === modelDigest) return;
    try {
      model = await within(
        loadPageModel(send, options.subtle, found.model, deadlineMs),
        deadlineMs,
        'model',
        schedule,
      );
      runtime = runtimeOf(model);
      modelDigest = found.model;
    } catch (error) {
      fault('model', error);
    }
  };
  /** A kept profile serves at once while it is valid; an expired or foreign one is as good as none. */
  const takeKept = async (): Promise<boolean> => {
    const kept = resume?.profileToken ?? options.profileToken;
    if (profileToken !== null || kept === undefined) return false;
    const found = await verify(kept).catch(() => null);
    if (found === null || found.subject !== subject) {
      token = null; // another person's visit, or none that can be told
      return false;
    }
    await take(found, kept);
    return true;
  };
  const run = async (): Promise<void> => {
    if ((await takeKept()) && token !== null) return;
    try {
      const request = loadProfile({ send, deadlineMs, session, subjectToken, anonymous, verify });
      const found = await within(request, deadlineMs, 'profile', schedule);
      token = found.session;
      await take(found.profile, found.token);
    } catch (error) {
      fault('profile', error);
    }
  };
  const start = (): Promise<void> => {
    if (edge === null) return Promise.resolve();
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    start,
    ready: () => running ?? Promise.resolve(),
    async session() {
      if (token === null) await start();
      return token;
    },
    keep: (newer) => {
      token = newer;
    },
    expire: () => {
      token = null;
    },
    now: () => ({ profile, profileToken, token, z, model, modelDigest, runtime }),
  };
};
