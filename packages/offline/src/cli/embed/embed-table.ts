import { Buffer } from 'node:buffer';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest, EMBEDDING_SIZE, Fault } from '@causeway/contract';
import { curveChart, embeddingCard, type StudyOptions, studyEmbedding } from '../../appraise/index.ts';
import {
  alignEncoder,
  alignVectors,
  checkAlignment,
  deltaVectors,
  exportEncoder,
  type ProfileEncoder,
  packLayers,
  packVector,
  parseEncoder,
  runEncoder,
  sealVector,
  unpackLayers,
} from '../../embed/index.ts';
import { openStreamed, withWarehouse } from '../../table/index.ts';
import { makeFolder } from '../make-folder.ts';
import type { Run } from '../run.ts';
import type { EmbedOptions } from './embed-options.ts';
import { fitMoves } from './fit-moves.ts';
import { edgeEncoderOf, storedProfiles } from './stored-profiles.ts';
import { studyPeople } from './study-people.ts';
import { writeVectorCsv, writeVectorParquet } from './write-vectors.ts';

export type EmbedTableOptions = EmbedOptions &
  Omit<StudyOptions, 'say'> & {
    readonly out: string;
    /** folder of an earlier run: its vectors decide what is published, and with `align` its axes are kept */
    readonly previous?: string;
    readonly align: boolean;
    readonly alignBound: number;
    /** 32 bytes: vectors are sealed with it */
    readonly seal?: Uint8Array;
    readonly now: number;
  };

const readPacked = (path: string): Map<string, Uint8Array> => {
  const out = new Map<string, Uint8Array>();
  if (!existsSync(path)) return out;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const { key, value } = JSON.parse(line) as { key: string; value: string };
    out.set(key, Uint8Array.from(Buffer.from(value, 'base64')));
  }
  return out;
};

/**
 * `causeway embed --input`: a file of people into an encoder, a vector with its spread for each, and an honest account of what they are
 * worth beside the raw profile, its principal components, and nothing.
 */
export const embedTable = (run: Run, options: EmbedTableOptions): Promise<Record<string, unknown>> =>
  withWarehouse(':memory:', async (warehouse) => {
    const { out, seed } = options;
    const table = await openStreamed(warehouse, run.note('input', options.input));
    const edges =
      options.edges === undefined ? null : await openStreamed(warehouse, run.note('edges', options.edges));
    const people = await studyPeople(table, edges, options);
    const { input, serve, encoded, pooling, notes } = people;
    run.say(
      `embed: ${input.ids.length} people, ${table.n} rows, ${input.data.x.p} inputs, ${pooling} pooling`,
    );
    if (input.outcomes.names.length === 0)
      throw new Fault('bad-input', '--label', 'without an outcome there is nothing to judge z by');
    const study = studyEmbedding(input, { ...options, say: run.say });
    let { layers } = study.made;
    const before = options.previous;
    let alignment: { error: number; bound: number; people: number } | null = null;
    if (before !== undefined && options.align) {
      const old = parseEncoder(run.readOwn('previous', join(before, 'encoding.json')), before);
      if (
        digest(old.encoding) !== digest(encoded.encoding) &&
        old.encoding.columns.map((c) => c.name).join() !== encoded.encoding.columns.map((c) => c.name).join()
      )
        throw new Fault(
          'bad-input',
          '--align',
          'the earlier encoder reads other columns: the two cannot be compared',
        );
      const oldZ = await earlierVectors(before, input.ids, study.size, warehouse);
      const both = Array.from(input.ids.keys()).filter((k) => !Number.isNaN(oldZ[k * study.size] as number));
      const newZ = runEncoder(layers, serve, study.made.run).z;
      const take = (z: Float64Array): Float64Array =>
        Float64Array.from(both.flatMap((k) => Array.from(z.subarray(k * study.size, (k + 1) * study.size))));
      const found = alignVectors(take(oldZ), take(newZ), both.length);
      checkAlignment(found, options.alignBound);
      layers = alignEncoder(layers, found);
      alignment = { error: found.error, bound: found.bound, people: found.people };
      unpackLayers(old.layers);
    }
    makeFolder(out);
    const vectors = runEncoder(layers, serve, study.made.run);
    const encoder: ProfileEncoder = {
      kind: 'profile-encoder',
      version: 1,
      encoding: encoded.encoding,
      pooling,
      layers: packLayers(layers),
      graph: layers.graph ? { shared: people.shared, noise: options.messageNoise } : null,
      objective: study.objective,
      labels: people.labels.names,
      excluded: [...(options.sensitive ?? []), ...(options.post ?? [])],
      trainedOn: input.split.train.length,
    };
    const name = digest(encoder);
    const write = (file: string, value: string | Uint8Array): void => writeFileSync(join(out, file), value);
    write('encoding.json', `${JSON.stringify(encoder)}\n`);
    const { onnx, blob } = exportEncoder(layers, people.inputNames);
    write('encoder.onnx', onnx);
    write('encoder.blob', blob);
    await writeVectorCsv(join(out, 'vectors.csv'), options.id, input.ids, vectors);
    await writeVectorParquet(warehouse, join(out, 'vectors.csv'), join(out, 'vectors.parquet'), options.id);

    // What a key-value store is told: what changed since the earlier run, and how all of it stands now.
    const { size } = vectors;
    const packed = new Map<string, Uint8Array>();
    input.ids.forEach((id, k) => {
      const z = Array.from(vectors.z.subarray(k * size, (k + 1) * size));
      const spread = Array.from(vectors.spread.subarray(k * size, (k + 1) * size));
      packed.set(id, packVector({ encoder: name, at: options.now, z, spread }));
    });
    const delta = deltaVectors(
      before === undefined ? new Map() : readPacked(join(before, 'packed.ndjson')),
      packed,
    );
    const text = (id: string, bytes: Uint8Array): string =>
      `${JSON.stringify({ key: id, value: Buffer.from(bytes).toString('base64') })}\n`;
    const { seal } = options;
    const published = (id: string): Uint8Array =>
      seal === undefined
        ? (packed.get(id) as Uint8Array)
        : sealVector(seal, id, packed.get(id) as Uint8Array);
    write('packed.ndjson', [...packed].map(([id, bytes]) => text(id, bytes)).join(''));
    write('publish.ndjson', delta.put.map((id) => text(id, published(id))).join(''));
    write('publish-remove.json', `${JSON.stringify(delta.remove)}\n`);
    if (size === EMBEDDING_SIZE) {
      const edge = edgeEncoderOf(name, encoded.encoding, blob);
      if (edge !== null) write('edge-encoder.json', `${JSON.stringify(edge)}\n`);
      else run.say('embed: the encoder is too large for the edge to run: no edge-encoder.json');
      write('profiles.json', `${JSON.stringify(storedProfiles(input.ids, vectors, name, options.now))}\n`);
    }
    const dynamics =
      pooling === 'history' ? fitMoves(encoded.rows, people, layers, { encoder: name, seed }) : null;
    if (dynamics !== null) write('dynamics.json', `${JSON.stringify(dynamics.dynamics)}\n`);
    const level = (of: string) =>
      study.comparison.measured.filter(
        (m) => m.representation === of && m.learner === study.comparison.chosen[of],
      );
    if (study.curve.length > 0)
      write(
        'curve.svg',
        curveChart(
          study.curve,
          ['none', 'profile', 'pca'].flatMap((of) =>
            level(of).map((m) => ({ name: of, value: m.logLoss.value })),
          ),
        ),
      );
    write(
      'card.md',
      embeddingCard({
        study,
        split: input.split,
        people: input.ids.length,
        rows: table.n,
        pooling,
        labels: people.labels.names,
        features: encoded.encoding.columns.map((column) => column.name),
        dropped: encoded.dropped,
        excluded: encoder.excluded,
        shared: layers.graph ? people.shared : null,
        notes,
        probeBound: options.probeBound,
      }),
    );
    const { comparison, candidates, coverage, curve, probes, removal } = study;
    return {
      people: input.ids.length,
      rows: table.n,
      inputs: input.data.x.p,
      size,
      objective: study.objective,
      encoder: name,
      pooling,
      split: {
        by: input.split.by,
        train: input.split.train.length,
        validation: input.split.validation.length,
        test: input.split.test.length,
        purged: input.split.purged,
      },
      comparison,
      candidates: candidates.map((own) => ({ name: own.name, validationLoss: own.validationLoss })),
      coverage,
      probes,
      removal,
      curve,
      alignment,
      dynamics:
        dynamics === null
          ? null
          : {
              explained: dynamics.explained,
              distance: dynamics.distance,
              expected: dynamics.expected,
              people: dynamics.people,
            },
      publish: {
        put: delta.put.length,
        remove: delta.remove.length,
        same: delta.same,
        bytes: (seal === undefined ? 0 : 28) + 18 + 2 * size,
        sealed: seal !== undefined,
      },
      dropped: encoded.dropped,
      notes,
      blobBytes: blob.length,
      out,
    };
  });

const earlierVectors = async (
  folder: string,
  ids: readonly string[],
  size: number,
  warehouse: Parameters<typeof openStreamed>[0],
): Promise<Float64Array> => {
  const table = await openStreamed(warehouse, join(folder, 'vectors.parquet'));
  if (!table.names.includes(`z_${size - 1}`) || table.names.includes(`z_${size}`))
    throw new Fault(
      'bad-input',
      '--align',
      `the earlier vectors have another length than ${size}: give --size`,
    );
  const place = new Map(ids.map((id, k) => [id, k]));
  const out = new Float64Array(ids.length * size).fill(Number.NaN);
  const columns = [table.names[0] as string, ...Array.from({ length: size }, (_, k) => `z_${k}`)];
  await table.scan(columns, (cells, rows) => {
    for (let r = 0; r < rows; r++) {
      const k = place.get(String(cells[0]?.[r]));
      if (k === undefined) continue;
      for (let j = 0; j < size; j++) out[k * size + j] = cells[j + 1]?.[r] as number;
    }
  });
  return out;
};
