/** What a bench says about itself; one file per claim, `bench/NAME.bench.ts`, default-exports one. */
export interface Bench {
  name: string;
  /** One line: the claim, and the peer or baseline measured beside it in the same run. */
  about: string;
  run(emit: Emit): void | Promise<void>;
}
export interface Measure {
  /** What was measured. */
  name: string;
  value: number;
  unit: string;
  /** The peer's or baseline's value, in the same unit, from the same run. */
  peer: number;
}
export type Emit = (measure: Measure) => void;
