import { duckdbEngine, openWarehouse } from '@causeway/offline';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectConformance, randomCase } from '../support/feature-conformance.ts';

let engine: ReturnType<typeof duckdbEngine>;
beforeAll(async () => {
  engine = duckdbEngine(await openWarehouse(':memory:'));
});
afterAll(() => engine.close());

describe('SQL, fold and brute force give the same features to the last bit', () => {
  it.each(Array.from({ length: 10 }, (_, seed) => seed))('on random history %i', (seed) =>
    expectConformance(engine, randomCase(seed)),
  );

  it('with no events at all, and with no questions', async () => {
    await expectConformance(engine, { events: new Map(), asks: [{ row: 0, person: 'nobody', at: 5 }] });
    await expectConformance(engine, { events: randomCase(1).events, asks: [] });
  });
});
