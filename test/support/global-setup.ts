import { buildIfStale } from './bundles.ts';
import { chromiumPath } from './chromium.ts';

/** CAUSEWAY_NO_BUILD=1 tests the sources alone, while a bundle cannot be built yet. */
export const setup = async (): Promise<void> => {
  // The bundles are built while a browser is installed, on a machine that has none.
  const built = process.env['CAUSEWAY_NO_BUILD'] === '1' ? null : buildIfStale();
  try {
    chromiumPath();
  } catch (error) {
    // The browser tests fail with the same words; the rest can still say what it knows.
    console.error(String(error));
  }
  await built;
};
