import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFault, Fault, parseRelease, type Release, releaseDigest } from '@causeway/contract';
import { linesOf, logFiles, readLine } from '../log/index.ts';
import { type ReplayKeys, replayRecord } from './replay-record.ts';

export type ReplayReport = {
  decisions: number;
  /** came out with equal bits */
  same: number;
  different: number;
  /** decisions of releases that were not given, by digest */
  unknownRelease: Record<string, number>;
  /** decisions made while no store could be read: `none` with probability one */
  fallback: number;
  /** lines that are no log lines; ingest says which */
  broken: number;
  /** false when no draw key was given: then everything but the draw was made again */
  drawn: boolean;
  /** the first differences: where, and in which fields */
  first: { at: string; decision: string; fields: string[] }[];
};

/** Differences that are told one by one. */
const MOST_TOLD = 10;

/** Releases of JSON files, by digest. A folder gives every .json in it. Throws `bad-input` for a file that is none. */
export const readReleases = (paths: readonly string[]): Map<string, Release> => {
  const releases = new Map<string, Release>();
  const files = paths.flatMap((path) => {
    if (!existsSync(path)) throw new Fault('bad-input', path, 'there is no such file or folder');
    if (!path.endsWith('.json'))
      return readdirSync(path)
        .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
        .map((name) => join(path, name));
    return [path];
  });
  for (const file of files) {
    try {
      const release = parseRelease(JSON.parse(readFileSync(file, 'utf8')), file);
      releases.set(releaseDigest(release), release);
    } catch (error) {
      throw new Fault('bad-input', file, `it is not a release: ${asFault(error, file).message}`, error);
    }
  }
  return releases;
};

/** Makes every logged decision of a folder again, each (by id and place) once as it stands. */
export const replayLog = async (
  folder: string,
  releases: ReadonlyMap<string, Release>,
  keys: ReplayKeys,
): Promise<ReplayReport> => {
  const report: ReplayReport = {
    decisions: 0,
    same: 0,
    different: 0,
    unknownRelease: {},
    fallback: 0,
    broken: 0,
    drawn: keys.drawKey !== null,
    first: [],
  };
  for (const file of logFiles(folder)) {
    let number = 0;
    for await (const text of linesOf(file.path)) {
      number += 1;
      if (text.trim() === '') continue;
      const at = `${file.name}:${number}`;
      let line: ReturnType<typeof readLine>['line'];
      try {
        ({ line } = readLine(text, at));
      } catch {
        report.broken += 1;
        continue;
      }
      if (line.kind !== 'decision') continue;
      report.decisions += 1;
      const release = releases.get(line.release);
      if (line.mode === 'fallback') report.fallback += 1;
      else if (release === undefined)
        report.unknownRelease[line.release] = (report.unknownRelease[line.release] ?? 0) + 1;
      else {
        const fields = replayRecord(line, release, keys);
        if (fields.length === 0) report.same += 1;
        else {
          report.different += 1;
          if (report.first.length < MOST_TOLD) report.first.push({ at, decision: line.id, fields });
        }
      }
    }
  }
  return report;
};
