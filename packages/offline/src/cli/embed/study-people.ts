import { Fault, levelOf } from '@causeway/contract';
import { type StudyInput, splitPeople } from '../../appraise/index.ts';
import { neighboursOf } from '../../embed/fit/messages.ts';
import { columnOfInput } from '../../embed/rows/fit-encoding.ts';
import {
  groupPersons,
  POOLED_NAMES,
  poolHalves,
  poolHistory,
  poolPersons,
} from '../../embed/rows/pool-rows.ts';
import { type Heads, readLabels } from '../../embed/rows/read-labels.ts';
import {
  aboveSparse,
  besideSparse,
  type SparseRows,
  sparseBuilder,
  sparseOf,
} from '../../embed/rows/sparse-rows.ts';
import type { StreamedTable } from '../../table/index.ts';
import type { EmbedOptions } from './embed-options.ts';
import { postTreatmentSuspects } from './post-treatment-suspects.ts';
import { type Edges, readEdges } from './read-edges.ts';
import { type EncodedTable, encodeTable, featureColumns, readIds, readTimes } from './read-people.ts';

export type PeopleStudy = {
  readonly input: StudyInput;
  /** one row a person: what z is served from */
  readonly serve: SparseRows;
  readonly encoded: EncodedTable;
  readonly inputNames: readonly string[];
  readonly pooling: 'none' | 'mean' | 'history';
  readonly labels: Heads;
  readonly shared: readonly string[];
  readonly notes: readonly string[];
};

const readHeads = async (table: StreamedTable, columns: readonly string[]): Promise<Heads> => {
  if (columns.length === 0) return { names: [], y: new Float32Array(0), notes: [] };
  const read: { name: string; cells: readonly unknown[] }[] = [];
  // One after another: a connection streams one query at a time.
  for (const name of columns) read.push({ name, cells: await table.cells(name) });
  return readLabels(read);
};

/** One row a person of what rows say: 1 when any row says 1, NaN when none says anything. */
const anyOf = (heads: Heads, rows: readonly Int32Array[]): Heads => {
  const size = heads.names.length;
  const y = new Float32Array(rows.length * size).fill(Number.NaN);
  rows.forEach((own, k) => {
    for (const i of own)
      for (let h = 0; h < size; h++) {
        const v = heads.y[i * size + h] as number;
        if (!Number.isNaN(v))
          y[k * size + h] = Math.max(
            v,
            Number.isNaN(y[k * size + h] as number) ? 0 : (y[k * size + h] as number),
          );
      }
  });
  return { ...heads, y };
};

const extended = (y: Float32Array, n: number): Float32Array => {
  const out = new Float32Array(n).fill(Number.NaN);
  out.set(y);
  return out;
};

const padded = (x: SparseRows, n: number): SparseRows => {
  const extra = sparseBuilder(x.p);
  for (let i = x.n; i < n; i++) extra.endRow();
  return aboveSparse(x, extra.finish(), x.p);
};

const armsOf = async (table: StreamedTable, treatment: string, control: string | undefined) => {
  const got = (await table.cells(treatment)).map((cell) => levelOf(cell) ?? '');
  const arms = [...new Set(got)].sort();
  const none = control ?? arms[0] ?? '';
  if (!arms.includes(none))
    throw new Fault('bad-input', '--control', `got ${none}; there are ${arms.join(', ')}`);
  return { got, arms, none };
};

/**
 * Reads a file of people, or of people's sessions, into the study of encoders. One row a person: the row is c. Several, without times: c is
 * the mean of the rows, a label is whether any row has it. Several, with times: every row is an example whose c is what came before it
 * (A1), with `--context` as u_ij (B17).
 */
export const studyPeople = async (
  table: StreamedTable,
  edgesTable: StreamedTable | null,
  options: EmbedOptions,
): Promise<PeopleStudy> => {
  const { seed, treatment } = options;
  const notes: string[] = [];
  const id = await readIds(table, options.id);
  const at = options.time === undefined ? null : await readTimes(table, options.time);
  const persons = groupPersons(id, at);
  const repeated = persons.ids.length < table.n;
  const pooling = !repeated ? 'none' : at === null ? 'mean' : 'history';
  const person = pooling === 'mean' ? Int32Array.from(persons.ids.keys()) : persons.of;
  const split = splitPeople(persons.ids, person, pooling === 'mean' ? null : at, seed);
  const trains = new Set(Array.from(split.train, (i) => person[i] as number));
  const wanted = featureColumns(table, options, pooling === 'history');
  const suspects =
    treatment === undefined || options.features !== undefined
      ? []
      : await postTreatmentSuspects(table, wanted, treatment);
  for (const { name, z } of suspects)
    notes.push(
      `${name} is left out: the treatment shows in it (${z.toFixed(1)} standard errors), so it came after.`,
    );
  const kept = wanted.filter((name) => !suspects.some((suspect) => suspect.name === name));
  const encoded = await encodeTable(table, kept, (i) => trains.has(persons.of[i] as number), at);
  const rowLabels = await readHeads(table, options.label ?? []);
  const rowSensitive = await readHeads(table, options.sensitive ?? []);
  notes.push(...rowLabels.notes);
  const [labels, sensitive] =
    pooling === 'mean'
      ? [anyOf(rowLabels, persons.rows), anyOf(rowSensitive, persons.rows)]
      : [rowLabels, rowSensitive];
  const now = at === null ? 0 : at.reduce((a, b) => Math.max(a, b), 0);
  const pooled = pooling === 'history' ? poolHistory(encoded.rows, persons, at as Float64Array, now) : null;
  const base = pooled?.before ?? (pooling === 'mean' ? poolPersons(encoded.rows, persons) : encoded.rows);
  const serve = pooled?.all ?? base;

  // Disjoint windows of people with several rows: more rows to contrast, with no label.
  const { halves, person: halfOf } =
    pooling === 'none' ? { halves: null, person: new Int32Array(0) } : poolHalves(encoded.rows, persons);
  const x = halves === null ? base : aboveSparse(base, halves, base.p);
  const n = x.n;
  const partner = Int32Array.from({ length: n }, (_, i) =>
    i < base.n ? i : (i - base.n) % 2 === 0 ? i + 1 : i - 1,
  );
  const allOf = Int32Array.from([...person, ...halfOf]);
  const extra = Array.from(halfOf.keys(), (k) => base.n + k).filter((i) => trains.has(allOf[i] as number));
  const train = Int32Array.from([...split.train, ...extra]);

  const outcomes = { names: labels.names, y: extended(labels.y, n * labels.names.length) };
  const trained = outcomes.y.slice();
  let beside: SparseRows | null = null;
  let context = null as { u: Float32Array; size: number } | null;
  if (options.context !== undefined && pooling !== 'mean') {
    const own = await encodeTable(table, options.context, (i) => trains.has(persons.of[i] as number), at);
    beside = padded(own.rows, n);
    const u = new Float32Array(n * beside.p);
    for (let i = 0; i < own.rows.n; i++)
      for (let e = beside.start[i] as number; e < (beside.start[i + 1] as number); e++)
        u[i * beside.p + (beside.index[e] as number)] = beside.value[e] as number;
    context = { u, size: beside.p };
  }
  if (treatment !== undefined) {
    const { got, arms, none } = await armsOf(table, treatment, options.control);
    const rowsOf = (k: number): Int32Array =>
      pooling === 'mean' ? (persons.rows[k] as Int32Array) : Int32Array.of(k);
    const dummies = new Float64Array(base.n * arms.length);
    const heads = outcomes.names.length;
    for (let k = 0; k < base.n; k++) {
      let touched = options.hygiene === 'strict';
      for (const i of rowsOf(k)) {
        dummies[k * arms.length + arms.indexOf(got[i] as string)] = 1;
        if (got[i] !== none) touched = true;
      }
      if (touched) trained.fill(Number.NaN, k * heads, (k + 1) * heads);
    }
    const arm = padded(sparseOf(dummies, base.n, arms.length), n);
    beside = beside === null ? arm : besideSparse(beside, arm);
    notes.push(
      options.hygiene === 'strict'
        ? `z was trained on no outcome that followed ${treatment}: labels only judge it.`
        : `z was trained on outcomes of people with ${treatment} = ${none} alone.`,
    );
  }
  const edges: Edges | null =
    edgesTable === null || pooling === 'history' ? null : await readEdges(edgesTable, persons.ids);
  if (edgesTable !== null && pooling === 'history') notes.push('Edges are not used with sessions in time.');
  if (edges !== null) notes.push(`Edges: ${edges.note}.`);
  const columnsOfInput = columnOfInput(encoded.encoding);
  const { columns } = encoded.encoding;
  const sealed = new Set(options.private ?? []);
  const shared = Uint8Array.from([
    ...columns.map(({ name, kind }) => (sealed.has(name) || kind === 'words' ? 0 : 1)),
    0,
  ]);
  // Without pooling a person's row is the row of the file; ids come in the order of their first rows, as rows do then.
  const neighbours = edges === null ? null : neighboursOf(n, edges.pairs, shared, options.messageNoise);
  const columnOf = Int32Array.from({ length: x.p }, (_, j) => columnsOfInput[j] ?? columns.length);
  return {
    input: {
      data: {
        x,
        columnOf,
        columns: columns.length + 1,
        y: trained,
        heads: outcomes.names.length,
        context,
        partner: halves === null ? null : partner,
        sensitive:
          sensitive.names.length === 0
            ? null
            : { y: extended(sensitive.y, n * sensitive.names.length), heads: sensitive.names.length },
        neighbours,
      },
      outcomes,
      beside,
      sensitive:
        sensitive.names.length === 0
          ? null
          : { names: sensitive.names, y: extended(sensitive.y, n * sensitive.names.length) },
      ids: persons.ids,
      person: allOf,
      split: { ...split, train },
      seed,
    },
    serve,
    encoded,
    inputNames: pooling === 'history' ? [...encoded.names, ...POOLED_NAMES] : encoded.names,
    pooling,
    labels,
    shared: columns.filter((_, k) => shared[k] === 1).map(({ name }) => name),
    notes,
  };
};
