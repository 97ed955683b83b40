import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DecisionPage, StudyView } from '../../console/study-view.ts';
import { ROOT } from '../support/root.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(ROOT, 'test/golden/console', name), 'utf8'));

/** What `npm run console -- --out` wrote of `npm run loop -- --sessions 1500 --turns 2`, ingested and monitored; its scenarios are of another simulated shop. */
export const goldenStudy = (): StudyView => read('study.json') as StudyView;
export const goldenDecision = (): DecisionPage => read('decision.json') as DecisionPage;
