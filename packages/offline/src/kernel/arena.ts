import { Fault } from '@causeway/contract';
import { makeMemory, PAGE_BYTES, type WasmMemory } from './wasm.ts';

/** The first bytes are the kernels' own scratch. */
const FIRST = 1024;
const LIMIT = 65_535 * PAGE_BYTES;

/**
 * Memory of a kernel, given out in order and taken back all at once. Places are byte offsets, aligned to 64.
 * A view is valid until the next `take`: growing the memory detaches it.
 */
export class Arena {
  readonly memory: WasmMemory = makeMemory();
  #top = FIRST;

  /** The place of `bytes` zeros. Throws `too-large` beyond 4 GB, the most that wasm can address. */
  take(bytes: number): number {
    const at = this.#top;
    const top = at + Math.ceil(bytes / 64) * 64;
    if (top > LIMIT)
      throw new Fault('too-large', 'kernel memory', `${top} bytes are needed, allowed are ${LIMIT}`);
    const missing = top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.#top = top;
    new Uint8Array(this.memory.buffer, at, top - at).fill(0);
    return at;
  }

  reset(): void {
    this.#top = FIRST;
  }

  u8(at: number, n: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, at, n);
  }

  u32(at: number, n: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, at, n);
  }

  i32(at: number, n: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, n);
  }

  f32(at: number, n: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, n);
  }

  f64(at: number, n: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, n);
  }
}
