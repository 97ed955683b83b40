import {
  type Ask,
  assign,
  checkFact,
  checkPageModel,
  checkPolicyModel,
  choose,
  closeStep,
  DEFAULT_ACTIONS,
  DEFAULT_FRICTION_MODEL,
  decide,
  digest,
  distribution,
  drawUniform,
  encodeState,
  exp,
  faceCents,
  fromBase64url,
  hazard,
  hmacKey,
  keyedUniform,
  log,
  type Profile,
  rebuildState,
  type Scores,
  type StepState,
  type SubtleLike,
  seal,
  sha256,
  sigmoid,
  startFriction,
  tanh,
  toBase64url,
  toHex,
  uniformOf,
  uniformPolicy,
  utf8,
} from '@causeway/contract';

type Json = unknown;
type Section = (input: never, subtle: SubtleLike) => Json | Promise<Json>;

/** A double as its 16 hex digits, so that -0, NaN and the last bit count. */
const bits = (x: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return toHex(new Uint8Array(view.buffer));
};
const all = (xs: readonly number[]): string => xs.map(bits).join(' ');
const number = (text: string | number): number => Number(text);

const page = (value: Json) => checkPageModel(value, 'golden.page');
const policy = (value: Json) => checkPolicyModel(value, 'golden.policy');

/** Every formula that must give the same bits in Node, happy-dom, Chromium and workerd. Input -> output, both JSON. */
export const SECTIONS: Record<string, Section> = {
  exp: (x: string) => bits(exp(number(x))),
  log: (x: string) => bits(log(number(x))),
  sigmoid: (x: string) => `${bits(sigmoid(number(x)))} ${bits(tanh(number(x)))}`,
  sha256: (text: string) => toHex(sha256(utf8(text))),
  base64url: (hex: string) => {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const text = toBase64url(bytes);
    return [text, toHex(fromBase64url(text) ?? new Uint8Array())];
  },
  uniform: (parts: string[]) => `${bits(uniformOf(...parts))} ${bits(keyedUniform(utf8('key'), ...parts))}`,
  digest: (value: Json) => digest(value),
  friction: (steps: Json[][]) => {
    let state = startFriction();
    return steps.map((facts) => {
      state = closeStep(
        DEFAULT_FRICTION_MODEL,
        state,
        facts.map((fact) => checkFact(fact, 'golden')),
      );
      return `${all(state.phi)} ${bits(state.index)} ${bits(state.smoothed)}`;
    });
  },
  state: (input: { page: Json; profile: Pick<Profile, 'z' | 'spread'>; step: StepState }) => {
    const state = rebuildState(page(input.page), input.profile, input.step);
    return `${bits(hazard(page(input.page).hazard, state))} ${all(encodeState(state))}`;
  },
  /** A page model with a learned encoder and the hazard as a blob: the state, and the hazard's bits as a 32-bit float gives them. */
  learned: (input: { page: Json; profile: Pick<Profile, 'z' | 'spread'>; step: StepState }) => {
    const state = rebuildState(page(input.page), input.profile, input.step);
    const linear = hazard(page(input.page).hazard, state);
    return `${bits(state.hazard)} ${Math.abs(state.hazard - linear) < 1e-6} ${all(encodeState(state))}`;
  },
  distribution: (input: { policy: object; scores: Scores; eligible: boolean[]; u: number[] }) => {
    const pi = distribution(
      policy({ ...uniformPolicy(DEFAULT_ACTIONS.length), ...input.policy }),
      input.scores,
      input.eligible,
      DEFAULT_ACTIONS.map(({ id }) => id),
    );
    return [all(pi), input.u.map((u) => choose(pi, u))];
  },
  face: (cents: number) => DEFAULT_ACTIONS.map((action) => faceCents(action, cents)),
  assign: (subject: string) =>
    assign({ salt: 'golden', version: 1, holdout: 0.1, arms: [{ name: 'a', share: 0.5 }] }, subject),
  decide: (input: { page: Json; policy: Json; ask: Ask; profile: Profile; session: string }) => {
    const { friction, hazard: model } = page(input.page);
    const models = {
      friction,
      hazard: model,
      policy: policy(input.policy),
      actions: DEFAULT_ACTIONS,
    };
    const common = {
      ask: input.ask,
      profile: input.profile,
      session: input.session,
      release: 'a'.repeat(64),
    };
    const record = decide({
      ...common,
      counts: {},
      spendableCents: 5000,
      at: 1_800_000_000_000,
      worker: 'golden',
      models,
      drawKey: utf8('golden draw key'),
    });
    return [
      bits(drawUniform(utf8('golden draw key'), common)),
      record.action,
      bits(record.propensity),
      digest(record),
    ];
  },
  seal: async (body: Json, subtle) =>
    seal(
      body,
      { purpose: 'receipt', audience: 'https://shop.test', now: 1_800_000_000_123, lifeMs: 60_000 },
      await hmacKey(subtle, 'golden', utf8('a golden secret of some length')),
    ),
};
