import { Fault } from '@causeway/contract';
import type { DenseLayer } from './dense-layer.ts';
import { type NetOptions, type NetParameters, netParameters } from './net-options.ts';
import type { Scaling } from './scaling.ts';

export const NET_KIND = 'dense-net';
export const NET_VERSION = 1;

export type SavedNet = {
  readonly params: NetParameters;
  readonly layers: readonly DenseLayer[];
  readonly scaling: Scaling;
};

/** Plain JSON; every f32 is a finite double, so nothing is lost. */
export const netToJson = ({ params, layers, scaling }: SavedNet): string =>
  JSON.stringify({
    kind: NET_KIND,
    version: NET_VERSION,
    params,
    scaling: { ...scaling, mean: [...scaling.mean], deviation: [...scaling.deviation] },
    layers: layers.map(({ weight, bias, norm }) => ({
      weight: [...weight],
      bias: [...bias],
      ...(norm === undefined ? {} : { gain: [...norm.gain], shift: [...norm.shift] }),
    })),
  });

const refuse = (at: string, message: string): never => {
  throw new Fault('bad-input', `saved net, ${at}`, message);
};

type Fields = Record<string, unknown>;
const fields = (from: unknown): Fields => (typeof from === 'object' && from !== null ? (from as Fields) : {});

const numbers = (from: Fields, name: string, n: number, at: string): number[] => {
  const list = from[name];
  if (!Array.isArray(list) || list.length !== n || !list.every((v) => Number.isFinite(v)))
    return refuse(`${at}.${name}`, `a list of ${n} finite numbers is needed`);
  return list as number[];
};

const readScaling = (from: unknown): Scaling => {
  const own = fields(from);
  const d = Array.isArray(own['mean']) ? own['mean'].length : 0;
  if (d === 0) refuse('scaling', 'a net has at least one column');
  const { yMean, yDeviation } = own;
  if (typeof yMean !== 'number' || typeof yDeviation !== 'number')
    return refuse('scaling', 'yMean and yDeviation are numbers');
  return {
    mean: Float64Array.from(numbers(own, 'mean', d, 'scaling')),
    deviation: Float64Array.from(numbers(own, 'deviation', d, 'scaling')),
    yMean,
    yDeviation,
  };
};

/** The net of a saved text. Throws `bad-input` for what is malformed, `unknown-version` for another version. */
export const netFromJson = (text: string): SavedNet => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Fault('bad-input', 'saved net', 'the text is not JSON', error);
  }
  const all = fields(parsed);
  if (all['kind'] !== NET_KIND) refuse('kind', `got ${String(all['kind'])}, allowed is ${NET_KIND}`);
  if (all['version'] !== NET_VERSION)
    throw new Fault(
      'unknown-version',
      'saved net',
      `got version ${String(all['version'])}, allowed is ${NET_VERSION}`,
    );
  const params = netParameters(fields(all['params']) as NetOptions);
  const scaling = readScaling(all['scaling']);
  const widths = [scaling.mean.length, ...params.hidden, params.classes];
  const list = all['layers'];
  if (!Array.isArray(list) || list.length !== widths.length - 1)
    return refuse('layers', `a list of ${widths.length - 1} is needed`);
  const layers = list.map((from, l): DenseLayer => {
    const own = fields(from);
    const [inputs, outputs] = [widths[l] as number, widths[l + 1] as number];
    const last = l === list.length - 1;
    const column = (name: string, n: number): Float32Array =>
      Float32Array.from(numbers(own, name, n, `layer ${l}`));
    return {
      inputs,
      outputs,
      weight: column('weight', inputs * outputs),
      bias: column('bias', outputs),
      ...(params.layerNorm && !last
        ? { norm: { gain: column('gain', outputs), shift: column('shift', outputs) } }
        : {}),
      activation: last ? 'linear' : params.activation,
    };
  });
  return { params, layers, scaling };
};
