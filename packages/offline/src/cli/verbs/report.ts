import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Alert } from '../../monitor/index.ts';
import { consoleData, frictionMap, reportHtml } from '../../report/index.ts';
import { type CommonOptions, verb } from '../options.ts';
import { heldRegistry } from '../registry-of.ts';
import { runVerb } from '../run.ts';

/** `causeway report`: one HTML page and one JSON file of everything that a console shows. */
export const report = (): Command =>
  verb(
    'report',
    'releases, gates, friction, groups, alerts and audit trail: DIR/report.html and DIR/console.json',
  )
    .option('--registry <folder>', 'the registry; DIR/registry or the loop’s own by default')
    .action((options: CommonOptions & { registry?: string }) =>
      runVerb('report', options, async (run) => {
        const { dir } = options;
        const file = join(dir, 'alerts.ndjson');
        const alerts = existsSync(file)
          ? readFileSync(file, 'utf8')
              .split('\n')
              .filter((line) => line.trim() !== '')
              .map((line) => JSON.parse(line) as Alert)
          : [];
        const data = await consoleData(heldRegistry(dir, options.registry), {
          at: Date.now(),
          alerts,
          monitor: run.readJsonIf('monitor.json'),
          frictionMap: existsSync(join(dir, 'warehouse.duckdb')) ? await run.warehouse(frictionMap) : [],
        });
        run.writeJson('console.json', data);
        writeFileSync(run.output('report.html'), reportHtml(data));
        run.say(
          `report: ${data.timeline.length} releases, ${data.alerts.length} alerts, ${data.audit.faults.length} faults in the registry`,
        );
        return {
          releases: data.timeline.length,
          alerts: data.alerts.length,
          faults: data.audit.faults.length,
        };
      }),
    );
