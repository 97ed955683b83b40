import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** A real ClickHouse cluster on loopback; apart from the suite because its server is fetched when it is first wanted. */
export default defineConfig({
  resolve: { conditions: ['source', ...defaultServerConditions] },
  ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } },
  test: {
    globalSetup: 'test/cluster/fetch-library.ts',
    include: ['test/cluster/**/*.trial.ts'],
    testTimeout: 180_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
  },
});
