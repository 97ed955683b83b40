import {
  type EncoderLayers,
  hiddenRows,
  outputsOf,
  type SparseRows,
} from '../../packages/offline/src/embed/index.ts';
import { fitRidge, makeRandom } from '../../packages/offline/src/maths/index.ts';
import { TRAITS } from './simulated-people.ts';

const NINE_TENTHS = 1.6448536269514722;

/**
 * Coverage of what is true: with t = C z + c + e on whole profiles of half the people (e of variance r²), the share of the other half's
 * traits within C z' + c ± 1.645 sqrt(Σ_k C_k² σ_k² + r²), z' and σ those of a profile of which a random share of columns is hidden.
 */
export const ridgeTraits = (
  layers: EncoderLayers,
  x: SparseRows,
  traits: Float64Array,
  { columnOf, columns, seed }: { columnOf: Int32Array; columns: number; seed: number },
): number => {
  const size = layers.size;
  const even = Int32Array.from({ length: Math.ceil(x.n / 2) }, (_, k) => 2 * k);
  const odd = Int32Array.from({ length: x.n >> 1 }, (_, k) => 2 * k + 1);
  const whole = outputsOf(layers, hiddenRows(layers, x, even)).z;
  const random = makeRandom(seed);
  const sees = () => {
    const share = random.uniform();
    const shown = Uint8Array.from({ length: columns }, () => (random.uniform() < share ? 1 : 0));
    return (input: number): boolean => shown[columnOf[input] as number] === 1;
  };
  const part = outputsOf(layers, hiddenRows(layers, x, odd, { sees }));
  let [inside, all] = [0, 0];
  TRAITS.forEach((_, t) => {
    const y = Float64Array.from(even, (i) => traits[i * TRAITS.length + t] as number);
    const fit = fitRidge({ x: whole, n: even.length, p: size, y });
    const residual = even.reduce((sum, _, k) => {
      let own = fit.intercept;
      for (let j = 0; j < size; j++) own += (fit.coefficients[j] as number) * (whole[k * size + j] as number);
      return sum + ((y[k] as number) - own) ** 2 / even.length;
    }, 0);
    odd.forEach((i, k) => {
      let [mean, variance] = [fit.intercept, residual];
      for (let j = 0; j < size; j++) {
        const c = fit.coefficients[j] as number;
        mean += c * (part.z[k * size + j] as number);
        variance += (c * (part.spread[k * size + j] as number)) ** 2;
      }
      all++;
      if (Math.abs((traits[i * TRAITS.length + t] as number) - mean) <= NINE_TENTHS * Math.sqrt(variance))
        inside++;
    });
  });
  return inside / all;
};
