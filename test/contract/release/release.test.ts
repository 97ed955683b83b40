import {
  blobText,
  createBlobBuilder,
  Fault,
  firstRelease,
  HAZARD_ROW_NAMES,
  HAZARD_ROW_SIZE,
  hazardBlob,
  namesCode,
  pageModelDigest,
  pageModelText,
  parseRelease,
  type Release,
  releaseDigest,
  sha256,
  toHex,
  utf8,
} from '@causeway/contract';
import { expect, test } from 'vitest';

const good = (): Release =>
  firstRelease({ createdAt: 1_800_000_000_000, budget: { id: 'b1', capCents: 1000 }, salt: 's' });

test('the first release is whole, and its digest does not depend on the order of keys', () => {
  const release = parseRelease(JSON.parse(JSON.stringify(good())), 'release');
  expect(release).toEqual(good());
  const shuffled = Object.fromEntries(Object.entries(good()).reverse());
  expect(releaseDigest(shuffled as Release)).toBe(releaseDigest(good()));
});

test('the page model’s digest is the SHA-256 of the very text that is served', () => {
  expect(toHex(sha256(utf8(pageModelText(good().page))))).toBe(pageModelDigest(good().page));
});

const edit = (change: (release: Release) => void): unknown => {
  const release = structuredClone(good());
  change(release);
  return JSON.parse(JSON.stringify(release));
};
const set = (path: string, value: unknown) =>
  edit((release) => {
    const keys = path.split('.');
    let at: Record<string, unknown> = release as never;
    for (const key of keys.slice(0, -1)) at = at[key] as never;
    at[keys.at(-1) as string] = value;
  });

/** A blob that gives its first inputs again. */
const echo = (
  inputs: number,
  outputs: number,
  options: { names?: number; missing?: boolean } = {},
): string => {
  const b = createBlobBuilder({ inputs, ...options });
  const out = b.vector(outputs);
  b.op('copy', { out, a: b.input, n: outputs, k: 1 });
  return blobText(b.seal(out, outputs));
};
const ROW = { names: namesCode(HAZARD_ROW_NAMES) };
const sealed = blobText(hazardBlob(good().page.hazard));

test('a release carries its hazard as a blob, bound to the digest that the profile names', () => {
  const release = parseRelease(set('page.blob', sealed), 'release');
  expect(release.page.blob).toBe(sealed);
  expect(pageModelDigest(release.page)).not.toBe(pageModelDigest(good().page));
  expect(parseRelease(set('page.blob', echo(HAZARD_ROW_SIZE, 1, ROW)), 'release').page.blob).toBeDefined();
});

test.each<[string, unknown, string, RegExp]>([
  ['a blob that is no base64url', set('page.blob', 'no blob!'), 'bad-field', /page\.blob/],
  ['a blob that was cut', set('page.blob', sealed.slice(0, 640)), 'bad-model', /cut or grown/],
  [
    'a blob that was altered',
    set('page.blob', `${sealed.slice(0, 600)}____${sealed.slice(604)}`),
    'bad-model',
    /do not give its digest/,
  ],
  [
    'a hazard of other inputs',
    set('page.blob', echo(3, 1, ROW)),
    'bad-release',
    /takes 3 numbers and gives 1, allowed are 26 and 1/,
  ],
  ['a hazard of two outputs', set('page.blob', echo(HAZARD_ROW_SIZE, 2, ROW)), 'bad-release', /gives 2/],
  ['a hazard of unnamed inputs', set('page.blob', echo(HAZARD_ROW_SIZE, 1)), 'bad-release', /other names/],
  [
    'a hazard that takes missing inputs',
    set('page.blob', echo(HAZARD_ROW_SIZE, 1, { ...ROW, missing: true })),
    'bad-release',
    /missing/,
  ],
  [
    'scores of a hazard row',
    set('policy.scores', sealed),
    'bad-release',
    /policy\.scores: it takes 26 numbers/,
  ],
  ['an .onnx without a digest', set('page.onnx', 'model.onnx'), 'bad-field', /page\.onnx/],
  ['another version', set('version', 2), 'unknown-version', /got 2, this code reads 1/],
  ['not an object', 7, 'bad-field', /got 7/],
  ['an unknown key', set('extra', 1), 'bad-field', /release\.extra: got 1, allowed is only kind/],
  ['a missing key', edit((r) => Reflect.deleteProperty(r, 'policy')), 'bad-field', /policy: got nothing/],
  [
    'a non-finite weight',
    set('page.hazard.alpha', ['x', 0, 0, 0, 0, 0, 0, 0]),
    'bad-field',
    /alpha\[0\]: got "x"/,
  ],
  ['a short vector', set('page.friction.q', [1]), 'bad-field', /a list of 16 to 16/],
  ['another state order', set('stateNames', '0'.repeat(64)), 'bad-release', /another order of the state/],
  ['none not first', edit((r) => r.actions.reverse()), 'bad-release', /the first action must be none/],
  ['one row too few', edit((r) => r.policy.effect.pop()), 'bad-release', /6 rows for 7 actions/],
  [
    'an id twice',
    edit((r) => Object.assign(r.actions[2] as object, { id: 'form-help' })),
    'bad-release',
    /share an id/,
  ],
  [
    'a bound on an unknown action',
    set('policy.bounds', { magic: { low: 0, high: 1 } }),
    'unknown-action',
    /got magic/,
  ],
  [
    'a bound upside down',
    set('policy.bounds', { none: { low: 0.5, high: 0.1 } }),
    'bad-release',
    /low 0.5 is over high 0.1/,
  ],
  [
    'lower bounds over one',
    set('policy.bounds', { none: { low: 0.7, high: 1 }, 'form-help': { low: 0.7, high: 1 } }),
    'bad-release',
    /more than 1/,
  ],
  [
    'arms over one',
    set('experiment.arms', [
      { name: 'a', share: 0.8 },
      { name: 'b', share: 0.8 },
    ]),
    'bad-release',
    /more than 1/,
  ],
  ['a negative budget', set('budget.capCents', -1), 'bad-field', /capCents: got -1/],
])('refuses %s', (_, value, code, message) => {
  let refused: unknown;
  try {
    parseRelease(value, 'release');
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(Fault);
  expect((refused as Fault).code).toBe(code);
  expect((refused as Fault).message).toMatch(message);
});
