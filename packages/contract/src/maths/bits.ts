// A double and its 64 bits, to scale by powers of two exactly. High word index by the machine's byte order.
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;
const LOW = 1 - HIGH;

/** 2^k, exact, for a whole k in [-1022, 1023]. */
export const powerOfTwo = (k: number): number => {
  words[HIGH] = (k + 1023) << 20;
  words[LOW] = 0;
  return double[0] as number;
};

/** The exponent of a positive normal double: x = m 2^e with m in [1, 2). */
export const exponentOf = (x: number): number => {
  double[0] = x;
  return (((words[HIGH] as number) >>> 20) & 0x7ff) - 1023;
};
