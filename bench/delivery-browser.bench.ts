import type { StoredLine } from '@causeway/contract';
import { startExampleEdge } from '../examples/house/start-edge.ts';
import { buildIfStale } from '../test/support/bundles.ts';
import { launchChromium } from '../test/support/chromium.ts';
import type { Bench } from './bench.ts';
import { countedLosses } from './delivery/counted-losses.ts';
import { createChance } from './delivery/world.ts';
import { type DeviceResult, playDevice } from './delivery-browser/play-device.ts';
import { serveShop } from './delivery-browser/serve-shop.ts';

const SESSIONS = Number(process.env['SESSIONS'] ?? 300);
const WIDTH = Number(process.env['WIDTH'] ?? 10);

/** Every line that the edge has kept, as often as it has kept it. */
const keptLines = async (
  edge: Awaited<ReturnType<typeof startExampleEdge>>['edge'],
): Promise<StoredLine[]> => {
  await edge.drain();
  const bucket = await edge.bucket();
  const texts = await Promise.all((await bucket.list('log/')).map((key) => bucket.read(key)));
  return texts.flatMap((text) =>
    (text ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as StoredLine),
  );
};

const bench: Bench = {
  name: 'delivery-browser',
  about:
    'devices in real Chromium with tabs killed, offline spells, 503, 429, closed storage, two tabs and bfcache against the real edge, beside one beacon when hidden on the same pages',
  async run(emit) {
    buildIfStale();
    const shop = await serveShop();
    const { edge } = await startExampleEdge([shop.url]);
    shop.openTo(
      edge.url,
      edge.keys.profile.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid })),
    );
    const browser = await launchChromium({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    const results: DeviceResult[] = [];
    const failed: string[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let k = next++; k < SESSIONS; k = next++) {
        await playDevice(browser, shop.url, createChance(k + 1)).then(
          (result) => results.push(result),
          (error: Error) => failed.push(error.message.split('\n')[0] ?? ''),
        );
        if ((k + 1) % 50 === 0) console.error(`${k + 1} of ${SESSIONS}`);
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, worker));
    await browser.close();
    const kept = await keptLines(edge);
    await edge.stop();
    shop.stop();
    if (failed.length > 0)
      console.error(`devices that could not be played: ${failed.length}`, failed.slice(0, 3));

    const arrived = new Map<string, string>();
    let [repeats, conflicts] = [0, 0];
    for (const { line, source } of kept) {
      if (source !== 'page') continue;
      const text = JSON.stringify(line);
      const known = arrived.get(line.id);
      if (known !== undefined) repeats += 1;
      if (known !== undefined && known !== text) conflicts += 1;
      arrived.set(line.id, text);
    }
    const written = results.flatMap((result) => result.written);
    const lostOf = (of: readonly DeviceResult[], at: { has(id: string): boolean }) =>
      of.flatMap((result) => result.written.filter((id) => !at.has(id)));
    const back = results.filter(({ returned, closed }) => returned && !closed);
    const writtenBack = back.reduce((sum, result) => sum + result.written.length, 0);
    const lost = lostOf(results, arrived);
    const { all, early } = shop.asked();
    const faults = results.reduce<Record<string, number>>((sum, result) => {
      for (const [name, n] of Object.entries(result.faults)) sum[name] = (sum[name] ?? 0) + n;
      return sum;
    }, {});
    emit({ name: 'devices', value: results.length, unit: 'devices', peer: SESSIONS });
    emit({ name: 'lines written', value: written.length, unit: 'lines', peer: written.length });
    for (const [name, n] of Object.entries(faults))
      emit({ name: `faults: ${name}`, value: n, unit: 'times', peer: results.length });
    emit({
      name: 'lines lost where the device comes back and may store',
      value: lostOf(back, arrived).length / writtenBack,
      unit: 'share',
      peer: lostOf(back, shop.plain).length / writtenBack,
    });
    emit({
      name: 'lines lost, devices that never come back included',
      value: lost.length / written.length,
      unit: 'share',
      peer: lostOf(results, shop.plain).length / written.length,
    });
    emit({
      name: 'lost lines that a gap in the numbers tells',
      value: lost.length === 0 ? 1 : countedLosses(lost, arrived.keys()) / lost.length,
      unit: 'share',
      peer: 1,
    });
    emit({ name: 'lines kept twice under one id', value: repeats, unit: 'lines', peer: written.length });
    emit({
      name: 'ids that stand for two different lines',
      value: conflicts,
      unit: 'ids',
      peer: written.length,
    });
    emit({
      name: 'beacons before Retry-After was over',
      value: early / Math.max(1, all),
      unit: 'share',
      peer: 1,
    });
  },
};

export default bench;
