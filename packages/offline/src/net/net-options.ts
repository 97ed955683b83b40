import { Fault } from '@causeway/contract';
import type { Activation } from './dense-layer.ts';

export type NetLoss = 'logistic' | 'squared' | 'softmax';

export type NetOptions = {
  /** logistic: ln(1 + e^z) - y z; squared: (z - y)²/2; softmax: -ln softmax(z)_y; 'logistic'. */
  readonly loss?: NetLoss;
  /** Number of classes of the softmax loss. */
  readonly classes?: number;
  /** Widths of the hidden layers; [32, 16]. None makes a linear model. */
  readonly hidden?: readonly number[];
  /** Of the hidden layers; 'relu'. */
  readonly activation?: Activation;
  /** Layer norm before each activation; false. */
  readonly layerNorm?: boolean;
  /** Greatest number of passes over the rows; 50. */
  readonly epochs?: number;
  /** Rows a step; 256. */
  readonly batch?: number;
  /** Of Adam; 0.001. */
  readonly learningRate?: number;
  /** Decoupled: each step takes learningRate · weightDecay of every weight (not of biases); 0.0001. */
  readonly weightDecay?: number;
  /** With validation data: stop after so many epochs without a better loss, and keep the best; 8. */
  readonly patience?: number;
};

export type NetParameters = Required<NetOptions>;

const refuse = (name: string, got: unknown, allowed: string): never => {
  throw new Fault('bad-input', `dense net, ${name}`, `got ${String(got)}, allowed is ${allowed}`);
};

const whole = (name: string, got: number, low: number, high: number): void => {
  if (!Number.isInteger(got) || got < low || got > high)
    refuse(name, got, `a whole number from ${low} to ${high}`);
};

/** The options with their defaults. Throws `bad-input` for one outside its range. */
export const netParameters = (options: NetOptions): NetParameters => {
  const loss = options.loss ?? 'logistic';
  if (!['logistic', 'squared', 'softmax'].includes(loss))
    refuse('loss', loss, 'logistic, squared or softmax');
  const classes = options.classes ?? 1;
  if (loss === 'softmax') whole('classes', classes, 2, 10_000);
  else whole('classes', classes, 1, 1);
  const hidden = options.hidden ?? [32, 16];
  for (const width of hidden) whole('hidden', width, 1, 4096);
  const activation = options.activation ?? 'relu';
  if (!['linear', 'relu', 'tanh'].includes(activation))
    refuse('activation', activation, 'linear, relu or tanh');
  const filled: NetParameters = {
    loss,
    classes,
    hidden,
    activation,
    layerNorm: options.layerNorm ?? false,
    epochs: options.epochs ?? 50,
    batch: options.batch ?? 256,
    learningRate: options.learningRate ?? 0.001,
    weightDecay: options.weightDecay ?? 0.0001,
    patience: options.patience ?? 8,
  };
  whole('epochs', filled.epochs, 1, 1_000_000);
  whole('batch', filled.batch, 1, 65_536);
  whole('patience', filled.patience, 1, 1_000_000);
  if (!(filled.learningRate > 0 && filled.learningRate <= 1))
    refuse('learningRate', filled.learningRate, 'over 0, at most 1');
  if (!(filled.weightDecay >= 0 && filled.weightDecay <= 10))
    refuse('weightDecay', filled.weightDecay, 'from 0 to 10');
  return filled;
};
