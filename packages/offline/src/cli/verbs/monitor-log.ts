import { join } from 'node:path';
import { deliverAlerts, monitorLog, retrainingDue, trainingWindow } from '../../monitor/index.ts';
import { moment } from '../options.ts';
import type { Run } from '../run.ts';
import type { MonitorOptions } from './monitor.ts';

/** Watches DIR's warehouse: metrics, drift, and whether to learn again, on which window. `brief` says nothing of what did not change. */
export const monitorStudy = async (
  run: Run,
  options: MonitorOptions,
  brief = false,
): Promise<Record<string, unknown>> => {
  run.input('warehouse.duckdb', 'ingest');
  const { falseAlarm, seed, dir, webhook } = options;
  const [found, rows] = await run.warehouse(async (warehouse) => [
    await monitorLog(warehouse, {
      falseAlarm,
      seed,
      ...(options.referenceUntil === undefined ? {} : { referenceUntil: moment(options.referenceUntil) }),
      ...(options.until === undefined ? {} : { until: moment(options.until) }),
      ...(options.split === undefined ? {} : { split: moment(options.split) }),
    }),
    await warehouse
      .rows<{ at: number; value: number }>(
        'SELECT at_ms AS "at", reward AS value FROM exposures ORDER BY at_ms',
      )
      .catch((): { at: number; value: number }[] => []),
  ]);
  for (const { metric, observations, changes } of found.metrics) {
    if (!brief || changes.length > 0)
      run.say(`${metric}: ${observations} observations, ${changes.length} changes`);
  }
  for (const { family, cause, evidence, next } of found.alerts)
    run.say(`ALERT ${family}: ${cause} (${evidence}). ${next}`);
  const now = rows.at(-1)?.at ?? 0;
  const at = rows.map((row) => row.at);
  const enough = at.filter((t) => t > now - 7 * 86_400_000).length >= 50;
  const window = enough
    ? trainingWindow(
        at,
        rows.map(({ value }) => value),
        { now },
      )
    : null;
  const retrain = retrainingDue(found.alerts, {
    days: rows.length === 0 ? 0 : (now - (at[0] as number)) / 86_400_000,
    maxDays: 90,
  });
  if (retrain.due)
    run.say(
      `monitor: learn again${window === null ? '' : ` on the last ${window.best.days} days (${window.best.rows} rows)`}: ${retrain.because[0]}`,
    );
  const delivery = await deliverAlerts(found.alerts, {
    file: join(dir, 'alerts.ndjson'),
    ...(webhook === undefined ? {} : { webhook }),
  });
  if (typeof delivery.webhook === 'object')
    run.say(`monitor: the webhook failed: ${delivery.webhook.failed}`);
  run.say(`monitor: ${found.alerts.length} alerts, ${delivery.fresh.length} of them new`);
  const report = { ...found, window, retrain, told: delivery.fresh.length };
  run.writeJson('monitor.json', report);
  return report;
};
