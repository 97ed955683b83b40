/**
 * The order of the 32-bit floats as whole numbers: x < y when key(x) < key(y), 0 and -0 alike; the lower 16 bits are all ones, so that a key is
 * >= a node's word (a key's upper half, then a feature) as the whole is >= the upper half. `bits` is the float as a signed number.
 */
export const forestKey = (bits: number): number => (bits < 0 ? -(bits & 0x7fffffff) : bits) | 0xffff;

/** The bits of the float whose key has this upper half, and whose own lower half is 0. */
export const bitsOfKey = (upper: number): number => (upper < 0 ? 0x80000000 | (-upper << 16) : upper << 16);
