import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where a study keeps things, relative to its folder: by the verbs, by `npm run loop`, by the demo. */
const PLACES = {
  registry: ['registry', 'releases/registry', 'study/releases/registry'],
  log: ['log', 'study/log'],
  warehouse: ['warehouse.duckdb', 'study/warehouse.duckdb'],
} as const;

/** The places that exist, the nearest first. */
export const studyPlaces = (dir: string, what: keyof typeof PLACES): string[] =>
  PLACES[what].map((place) => join(dir, place)).filter((path) => existsSync(path));
