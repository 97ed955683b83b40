import { describe, expect, it } from 'vitest';
import { FAULTS, playMonth } from '../../../bench/monitor/month.ts';

describe('the monitor, run every night of a month', () => {
  it('stays silent on a shop in which nothing changes, where a chart of daily means does not', async () => {
    const { monitor, chart } = await playMonth(2, null);
    expect(monitor.falseAlarms).toEqual([]);
    expect(chart.falseAlarms.length).toBeGreaterThan(0);
  }, 120_000);

  it('tells of a harder payment on phones within two nights, and of nothing before', async () => {
    const fault = FAULTS.find(({ name }) => name.startsWith('payment')) as (typeof FAULTS)[number];
    const { monitor } = await playMonth(1001, fault);
    expect(monitor).toEqual({ falseAlarms: [], nights: expect.any(Number) });
    expect(monitor.nights).toBeLessThanOrEqual(2);
  }, 120_000);
});
