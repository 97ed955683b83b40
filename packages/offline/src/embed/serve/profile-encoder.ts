import { Buffer } from 'node:buffer';
import { Fault, isObject, type ProfileEncoding } from '@causeway/contract';
import type { EncoderLayers } from '../network/encoder-layers.ts';

/** A trained encoder as an artefact: what `encoding.json` holds. Numbers are base64 of little-endian f32. */
export type ProfileEncoder = {
  readonly kind: 'profile-encoder';
  readonly version: 1;
  readonly encoding: ProfileEncoding;
  /** 'history': inputs are the mean of a person's rows, then what `POOLED_NAMES` says; 'mean': the mean alone; 'none': one row a person */
  readonly pooling: 'none' | 'mean' | 'history';
  /** inputs of the net: those of the encoding, and of the pooling */
  readonly layers: {
    readonly inputs: number;
    readonly width: number;
    readonly hidden: number;
    readonly size: number;
    readonly graph: boolean;
    readonly numbers: string;
  };
  /** columns that neighbours may pass on, and the noise on their messages; null without a graph */
  readonly graph: { readonly shared: readonly string[]; readonly noise: number } | null;
  readonly objective: string;
  readonly labels: readonly string[];
  readonly excluded: readonly string[];
  readonly trainedOn: number;
};

const PARTS = ['w1', 'b1', 'w2', 'b2', 'w3', 'b3', 'w4', 'b4'] as const;

const lengthsOf = ({
  inputs,
  width,
  hidden,
  size,
  graph,
}: Omit<ProfileEncoder['layers'], 'numbers'>): number[] => [
  inputs * width,
  width,
  hidden * (graph ? 2 * width : width),
  hidden,
  size * hidden,
  size,
  size * hidden,
  size,
];

export const packLayers = (layers: EncoderLayers): ProfileEncoder['layers'] => {
  const { inputs, width, hidden, size, graph } = layers;
  const all = Float32Array.from(PARTS.flatMap((name) => Array.from(layers[name])));
  return { inputs, width, hidden, size, graph, numbers: Buffer.from(all.buffer).toString('base64') };
};

/** The layers of an artefact. Throws `bad-input` when its numbers are not as many as its shape says, or not finite. */
export const unpackLayers = (packed: ProfileEncoder['layers']): EncoderLayers => {
  const { numbers, ...shape } = packed;
  const bytes = Uint8Array.from(Buffer.from(numbers, 'base64'));
  const lengths = lengthsOf(shape);
  const wanted = lengths.reduce((a, b) => a + b, 0);
  const all = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
  if (all.length !== wanted || bytes.length !== 4 * wanted || !all.every(Number.isFinite))
    throw new Fault(
      'bad-input',
      'encoder',
      `it holds ${all.length} numbers, ${wanted} finite ones are needed`,
    );
  let at = 0;
  const [w1, b1, w2, b2, w3, b3, w4, b4] = lengths.map((length) => all.slice(at, (at += length))) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  return { ...shape, w1, b1, w2, b2, w3, b3, w4, b4 };
};

/** Reads an artefact. Throws `bad-input` for what is no encoder, `unknown-version` for another version. */
export const parseEncoder = (value: unknown, at: string): ProfileEncoder => {
  if (!isObject(value) || value.kind !== 'profile-encoder')
    throw new Fault('bad-input', at, 'it is no profile encoder: causeway embed writes one as encoding.json');
  if (value.version !== 1)
    throw new Fault('unknown-version', at, `got ${String(value.version)}, allowed is 1`);
  const encoder = value as unknown as ProfileEncoder;
  unpackLayers(encoder.layers);
  return encoder;
};
