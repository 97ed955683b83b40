import { kernelPool } from './kernel-pool.ts';
import { netWasm } from './net-wasm.ts';

/** The functions of kernels/net.ts, which says what each does; numbers named after memory are byte offsets. */
export type NetKernel = {
  gemm(a: number, rs: number, cs: number, b: number, c: number, m: number, ldn: number, k: number): void;
  transpose(w: number, m: number, n: number, ldw: number, out: number, ldo: number): void;
  gather(x: number, ld: number, rows: number, n: number, out: number): void;
  addBias(y: number, m: number, ld: number, bias: number): void;
  columnSums(y: number, m: number, ld: number, out: number): void;
  relu(y: number, count: number): void;
  reluBack(dy: number, y: number, count: number): void;
  tanh(y: number, count: number): void;
  tanhBack(dy: number, y: number, count: number): void;
  layerNorm(
    y: number,
    m: number,
    n: number,
    ld: number,
    gain: number,
    shift: number,
    hat: number,
    scale: number,
  ): void;
  layerNormBack(
    dy: number,
    m: number,
    n: number,
    ld: number,
    gain: number,
    hat: number,
    scale: number,
    dgain: number,
    dshift: number,
  ): void;
  adam(
    w: number,
    g: number,
    m: number,
    v: number,
    count: number,
    rate: number,
    b1: number,
    b2: number,
    root: number,
    eps: number,
    fade: number,
  ): void;
  logisticLoss(z: number, m: number, ld: number, y: number, w: number, unit: number, dz: number): number;
  squaredLoss(z: number, m: number, ld: number, y: number, w: number, unit: number, dz: number): number;
  softmaxLoss(
    z: number,
    m: number,
    n: number,
    ld: number,
    y: number,
    w: number,
    unit: number,
    dz: number,
  ): number;
};

export const withNetKernel = kernelPool<NetKernel>(netWasm);
