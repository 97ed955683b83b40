import { createWriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { obpFeedback, vwText } from '../../ope/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { encodeColumns } from '../encode-columns.ts';
import { makeFolder } from '../make-folder.ts';
import { type CommonOptions, names, verb } from '../options.ts';
import { refuseRoles } from '../refuse-roles.ts';
import { type Run, runVerb } from '../run.ts';
import { completeRows } from '../usable-rows.ts';
import { writeLoggedParquet } from '../write-logged-parquet.ts';
import { writeText } from '../write-text.ts';

type Options = CommonOptions & {
  input: string;
  action: string;
  reward: string;
  propensity: string;
  features: string[];
  to: string;
  out: string;
};

const work = async (run: Run, options: Options) => {
  refuseRoles(options.features, options);
  const warehouse = await openWarehouse(':memory:');
  try {
    const whole = await readTable(warehouse, run.note('input', options.input));
    const { table, left } = completeRows(whole, [options.action, options.reward, options.propensity]);
    const texts = table.texts(options.action);
    const arms = [...new Set(texts)].sort();
    const { x, d, names: columns, notes } = encodeColumns(table, options.features);
    const rows = {
      n: table.n,
      p: d,
      arms,
      x,
      names: columns,
      action: Int32Array.from(texts, (name) => arms.indexOf(name)),
      reward: table.numbers(options.reward),
      propensity: table.numbers(options.propensity),
    };
    makeFolder(dirname(options.out));
    if (options.to === 'vw') {
      const stream = createWriteStream(options.out);
      for (const line of vwText(rows)) stream.write(`${line}\n`);
      stream.end();
      await finished(stream);
    } else if (options.to === 'obp') writeText(options.out, `${JSON.stringify(obpFeedback(rows))}\n`);
    else if (options.to === 'parquet') await writeLoggedParquet(warehouse, rows, options.out);
    else throw new Fault('bad-input', '--to', `got ${options.to}, allowed is parquet, vw or obp`);
    for (const note of notes) run.say(`evaluate export: ${note}`);
    return { rows: rows.n, leftOut: left, arms, columns, to: options.to, notes };
  } finally {
    warehouse.close();
  }
};

/** `causeway evaluate export`: a logged table as other tools read it, so that anyone can check us. */
export const evaluateExport = (): Command =>
  verb('export', 'write a logged table as Parquet, as Vowpal Wabbit text or as Open Bandit Pipeline arrays')
    .requiredOption('--input <file>', 'CSV, Parquet or NDJSON, one row a decision')
    .requiredOption('--action <column>', 'what was done')
    .requiredOption('--reward <column>', 'what came of it, a number')
    .requiredOption('--propensity <column>', 'logged probability of what was done')
    .requiredOption('--features <columns>', 'what was known before; texts become indicators', names)
    .requiredOption('--to <form>', 'parquet, vw or obp')
    .requiredOption('--out <file>', 'where it is written')
    .action((options: Options) => runVerb('evaluate-export', options, (run) => work(run, options)));
