const f = Math.fround;

const LOG2_E = f(1.44269502);
const LN2_HIGH = 0.693359375;
const LN2_LOW = f(-0.000212194442);
/** 1/7!, .. 1/2!, 1, 1 as floats. */
const TAYLOR = [0.000198412701, 0.00138888892, 0.00833333377, 0.0416666679, 0.166666672, 0.5, 1, 1].map(f);
/** An odd polynomial for tanh near 0 (Cephes tanhf). */
const TANH = [-0.00570498873, 0.020639088, -0.0537397154, 0.133314416, -0.333332807].map(f);

const halves = new Float32Array(1);
const bits = new Int32Array(halves.buffer);

/** Horner's rule, each product and each sum rounded to f32. */
const horner = (coefficients: readonly number[], x: number): number => {
  let p = coefficients[0] as number;
  for (let k = 1; k < coefficients.length; k++) p = f(f(p * x) + (coefficients[k] as number));
  return p;
};

/** e^x for x <= 0 in f32, the kernel's `expf` step by step: x = k ln2 + r, |r| <= ln2/2. Below -87 as at -87. */
export const expf = (x: number): number => {
  const y = Math.max(x, -87);
  const k = Math.floor(f(f(y * LOG2_E) + 0.5));
  const r = f(f(y - f(k * LN2_HIGH)) - f(k * LN2_LOW));
  bits[0] = (k + 127) << 23;
  return f(horner(TAYLOR, r) * (halves[0] as number));
};

/** σ(x) in f32, on the side that does not overflow. */
export const sigmoidf = (x: number): number => {
  const e = expf(-Math.abs(x));
  return f((x >= 0 ? 1 : e) / f(1 + e));
};

/** tanh(x) in f32: a polynomial near 0, 2σ(2x) - 1 elsewhere. */
export const tanhf = (x: number): number => {
  if (Math.abs(x) < 0.625) {
    const z = f(x * x);
    return f(f(f(horner(TANH, z) * z) * x) + x);
  }
  return f(f(2 * sigmoidf(f(2 * x))) - 1);
};
