import {
  blobText,
  hazard,
  hazardBlob,
  type PageModel,
  rebuildState,
  type StepState,
  stepHazard,
  twinRunners,
} from '@causeway/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { contractHazard, guardedHazard, pageHazard } from '../../../packages/sdk/src/core/hazard-runtime.ts';
import { until } from '../../support/until.ts';
import { PAGE_MODEL, PROFILE } from './fake-edge.ts';

const PAGE: PageModel = { ...PAGE_MODEL, blob: blobText(hazardBlob(PAGE_MODEL.hazard)) };
const STEP: StepState = {
  stage: 'payment',
  step: 5,
  context: {
    cartItems: 1,
    cartCents: 4000,
    discount: false,
    mobile: true,
    returning: false,
    elapsedMs: 9000,
  },
  d: [1, 0, 0, 2, 0.5, 0, 0, 0],
  total: [2, 1, 0, 3, 0.5, 0, 1, 0],
  smoothedBefore: 0.75,
};

afterEach(() => vi.unstubAllGlobals());

describe('the hazard of a page model with a blob', () => {
  const state = rebuildState(PAGE, PROFILE, STEP);

  it('has the same bits in the page and where the edge rebuilds the state, and is not the 64-bit formula', () => {
    const counted: string[] = [];
    const runtime = guardedHazard(PAGE, pageHazard, (reason) => counted.push(reason));
    expect(runtime.lambda(state)).toBe(state.hazard);
    expect(state.hazard).toBe(Math.fround(state.hazard));
    expect(Math.abs(state.hazard - hazard(PAGE.hazard, state))).toBeLessThan(1e-6);
    expect(state.hazard).not.toBe(hazard(PAGE.hazard, state));
    expect(counted).toEqual([]);
  });

  it('is the formula without a blob', () => {
    expect(rebuildState(PAGE_MODEL, PROFILE, STEP).hazard).toBe(hazard(PAGE_MODEL.hazard, state));
  });

  it('is the formula until the twin comes where WebAssembly is forbidden, then the same bits; it is counted', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    const counted: string[] = [];
    const runtime = guardedHazard(PAGE, pageHazard, (reason) => counted.push(reason));
    expect(runtime.lambda(state)).toBe(contractHazard(PAGE.hazard).lambda(state));
    await until(() => expect(counted).toEqual(['hazard-twin']));
    expect(runtime.lambda(state)).toBe(state.hazard);
  });

  it.each([
    ['no base64url', '*'],
    ['no blob', 'AAAA'],
    ['a blob of another version', PAGE.blob?.replace(/^(.{6})./, '$1_') ?? ''],
  ])('falls back to the formula, counted, for %s', (_, blob) => {
    const counted: string[] = [];
    const runtime = guardedHazard({ ...PAGE, blob }, pageHazard, (reason) => counted.push(reason));
    expect(runtime.lambda(state)).toBe(hazard(PAGE.hazard, state));
    expect(counted).toEqual(['hazard-failed']);
  });

  it('is opened once a text, whoever asks', () => {
    const blob = PAGE.blob as string;
    expect(twinRunners(blob)).toBe(twinRunners(blob));
    expect(stepHazard({ hazard: PAGE.hazard, blob }, { ...STEP, z: state.z, phi: state.phi })).toBe(
      state.hazard,
    );
  });
});
