import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

export const closingLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** A file or suite that broke outside its tests counts as one failure: its tests never got to speak. */
export const count = (modules: readonly TestModule[], unhandled: number): Count => {
  const total: Count = { passed: 0, failed: unhandled, skipped: 0 };
  for (const module of modules) {
    if (module.errors().length > 0) total.failed += 1;
    for (const suite of module.children.allSuites()) if (suite.errors().length > 0) total.failed += 1;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      total[state === 'pending' ? 'failed' : state] += 1;
    }
  }
  return total;
};

/** Says it to whoever reads standard output, however slowly: a pipe that another process of the run shares may be full. */
const say = (line: string): void => {
  for (let tries = 1; ; tries++) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || tries > 1000) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
};

/** Prints `N passed, N failed` as the very last line, whatever else was printed before. */
export class ClosingLine implements Reporter {
  #count: Count | undefined;

  onInit(): void {
    process.once('exit', (code) => {
      // A run that never ended (a broken setup, say) is a failure, not silence.
      const count = this.#count ?? { passed: 0, failed: 1, skipped: 0 };
      if (count.failed > 0 && code === 0) process.exitCode = 1;
      say(closingLine(count));
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    this.#count = count(modules, unhandled.length);
    if (modules.length === 0) this.#count.failed += 1;
  }
}
