import { readFileSync } from 'node:fs';
import { Fault } from '@causeway/contract';
import { type Command, Option } from 'commander';
import { OBJECTIVES } from '../../appraise/index.ts';
import { embedTable } from '../embed/embed-table.ts';
import { names, positive, share, wholeNumber } from '../options.ts';
import type { Run } from '../run.ts';

export type InputOptions = {
  readonly input: string;
  readonly id?: string;
  readonly label?: string[];
  readonly features?: string[];
  readonly time?: string;
  readonly context?: string[];
  readonly sensitive?: string[];
  readonly treatment?: string;
  readonly control?: string;
  readonly hygiene: 'strict' | 'control';
  readonly post?: string[];
  readonly edges?: string;
  readonly private?: string[];
  readonly messageNoise: number;
  readonly objective: string;
  readonly size: number | 'auto';
  readonly removal: 'auto' | 'none' | 'projection' | 'adversarial';
  readonly probeBound: number;
  readonly curve: boolean;
  readonly out?: string;
  readonly previous?: string;
  readonly align: boolean;
  readonly alignBound: number;
  readonly seal?: string;
  readonly asOf?: number;
  readonly seed: number;
};

const sizeOption = (text: string): number | 'auto' => (text === 'auto' ? 'auto' : wholeNumber(1, 55)(text));

/** The options of `embed` on a file of one's own. */
export const withInputOptions = (command: Command): Command =>
  command
    .option('--input <file>', 'CSV, Parquet or NDJSON (gzipped or not): people, or rows of people')
    .option('--id <column>', 'whose row it is')
    .option('--label <columns>', 'outcomes that z is for, and is judged by, with commas between', names)
    .option('--features <columns>', 'columns that make the profile; all others by default', names)
    .option(
      '--time <column>',
      'when: a row is foretold from the rows before it, and the past foretells the future',
    )
    .option('--context <columns>', 'descriptors u of a session, read beside z (B17)', names)
    .option('--sensitive <columns>', 'kept out of the profile, and probed for in z', names)
    .option('--treatment <column>', 'what was done to the person: z then learns from no outcome after it')
    .option(
      '--control <value>',
      'the value of that column that means nothing was done; the first in order by default',
    )
    .addOption(
      new Option(
        '--hygiene <rule>',
        'with --treatment: strict uses no label, control those of untreated people',
      )
        .choices(['strict', 'control'])
        .default('strict'),
    )
    .option('--post <columns>', 'columns known only after the fact: kept out', names)
    .option('--edges <file>', 'pairs of ids, or id and household: message passing is tried')
    .option('--private <columns>', 'columns that a neighbour never passes on', names)
    .option('--message-noise <deviation>', 'noise on every message of a neighbour', positive, 0.3)
    .addOption(
      new Option('--objective <name>', 'recipe of the encoder; auto: the one whose z is worth most')
        .choices(OBJECTIVES)
        .default('auto'),
    )
    .option('--size <d>', 'coordinates of z; auto: as few as are as good', sizeOption, 8)
    .addOption(
      new Option(
        '--removal <way>',
        'how what is sensitive is taken out; auto: where a probe is over the bound',
      )
        .choices(['auto', 'none', 'projection', 'adversarial'])
        .default('auto'),
    )
    .option('--probe-bound <auc>', 'most that a probe may tell', share, 0.6)
    .option('--no-curve', 'leave out the curve of value against dimension')
    .option('--out <folder>', 'where vectors, encoder and card go; DIR/embedding by default')
    .option('--previous <folder>', 'an earlier --out: only what changed is to be published')
    .option('--align', 'turn z into the axes of --previous, or refuse when people move too far', false)
    .option('--align-bound <distance>', 'how far 95 % of the people may move', positive, 1)
    .option('--seal <file>', 'a key of 32 bytes (base64): published vectors can be opened by the edge alone');

const keyOf = (path: string): Uint8Array => {
  const key = Uint8Array.from(Buffer.from(readFileSync(path, 'utf8').trim(), 'base64'));
  if (key.length !== 32)
    throw new Fault('missing-key', path, `it holds ${key.length} bytes in base64, allowed are 32`);
  return key;
};

export const embedInput = (
  run: Run,
  options: InputOptions,
  dir: string,
): Promise<Record<string, unknown>> => {
  const { seal, ...rest } = options;
  const { id, size, previous, align } = rest;
  if (id === undefined)
    throw new Fault('bad-input', '--id', 'with --input, the column of the person is needed');
  if (align && previous === undefined) throw new Fault('bad-input', '--align', 'it needs --previous');
  return embedTable(run, {
    ...rest,
    id,
    size: size === 'auto' ? null : size,
    out: options.out ?? `${dir}/embedding`,
    now: options.asOf ?? Date.now(),
    ...(seal === undefined ? {} : { seal: keyOf(run.note('seal', seal)) }),
  });
};
