import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFault, type PublicJwk } from '@causeway/contract';
import {
  type Alert,
  type Artefact,
  type ConsoleData,
  consoleData,
  type FrictionPlace,
  frictionMap,
  ingest,
  openRegistry,
  openWarehouse,
  type Registry,
  readAudit,
  readLineage,
  verifyRegistry,
} from '@causeway/offline';
import type { StudyView } from '../study-view.ts';
import { readDecisions } from './read-decisions.ts';
import { studyPlaces } from './study-places.ts';

const MOST_DECISIONS = 200;

type From = Parameters<typeof consoleData>[1];
type Say = (what: string) => void;

/** Does the work, or says why it could not be done and gives `otherwise`: one broken part costs no other. */
const attempt = async <T>(say: Say, what: string, otherwise: T, work: () => Promise<T> | T): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    say(`${what}: ${asFault(error, 'console').message}`);
    return otherwise;
  }
};

/** From the warehouse if there is one; else from the log, read in memory. */
const readFriction = async (dir: string): Promise<FrictionPlace[]> => {
  const [file] = studyPlaces(dir, 'warehouse');
  const [log] = studyPlaces(dir, 'log');
  if (file === undefined && log === undefined) return [];
  const warehouse = await openWarehouse(file ?? ':memory:');
  try {
    if (file === undefined && log !== undefined) await ingest(warehouse, log);
    return await frictionMap(warehouse);
  } finally {
    warehouse.close();
  }
};

const readAlerts = (dir: string): Alert[] => {
  const file = join(dir, 'alerts.ndjson');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Alert);
};

const readMonitor = (dir: string): unknown => {
  const file = join(dir, 'monitor.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
};

/** What a registry that was altered still tells: its audit entries, and where it is broken. */
const brokenData = async (registry: Registry, from: From, say: Say): Promise<ConsoleData> => {
  const entries = await attempt(say, 'audit log', [], () => readAudit(registry));
  const checked = await attempt(say, 'registry', null, () => verifyRegistry(registry));
  return {
    kind: 'console',
    version: 1,
    timeline: [],
    newest: { dossier: null, evidence: null, gates: null, scenarios: null },
    ...from,
    audit: {
      entries,
      faults: checked?.faults ?? [{ path: registry.root, what: 'it could not be checked' }],
      head: checked?.head ?? null,
    },
  };
};

const keysOf = (registry: Registry): Record<string, PublicJwk> =>
  Object.fromEntries(registry.list('key').map((name) => [name, registry.get('key', name) as PublicJwk]));

const lineageOf = (registry: Registry): Record<string, Artefact[]> => {
  const lineage = readLineage(registry);
  const made = (name: string) => lineage.all(name, 'from').filter(({ kind }) => kind !== 'file');
  return Object.fromEntries(registry.list('release').map((name) => [name, made(name)]));
};

/** Reads a study's folder as it stands at `at` (ms). What is missing or broken is said, and costs nothing else. */
export const readStudy = async (dir: string, at: number): Promise<StudyView> => {
  const missing: string[] = [];
  const say: Say = (what) => missing.push(what);
  const [folder] = studyPlaces(dir, 'registry');
  const logs = studyPlaces(dir, 'log');
  if (logs.length === 0) say('There is no log: decisions and friction cannot be shown.');
  const from: From = {
    at,
    frictionMap: await attempt(say, 'friction map', [], () => readFriction(dir)),
    alerts: await attempt(say, 'alerts.ndjson', [], () => readAlerts(dir)),
    monitor: await attempt(say, 'monitor.json', null, () => readMonitor(dir)),
  };
  const decisions = await attempt(say, 'log', [], () => readDecisions(logs, MOST_DECISIONS));
  const view = { kind: 'study-view', version: 1, decisions, missing } as const;
  if (folder === undefined) {
    say('There is no registry: a turn of learning (npm run loop) or causeway publish begins one.');
    return { ...view, console: null, keys: {}, lineage: {} };
  }
  const registry = openRegistry(folder);
  const whole = await attempt(say, 'registry', null, () => consoleData(registry, from));
  return {
    ...view,
    console: whole ?? (await brokenData(registry, from, say)),
    keys: await attempt(say, 'keys', {}, () => keysOf(registry)),
    lineage: await attempt(say, 'lineage', {}, () => lineageOf(registry)),
  };
};
