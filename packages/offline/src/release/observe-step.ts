import type { DecisionRecord, LogLine } from '@causeway/contract';
import { NONE } from '@causeway/contract';
import { linesOf, logFiles, readLine } from '../log/index.ts';
import { CANDIDATE } from './compose-step.ts';

/** One person of a step: what she brought in visits that are over. */
export type StepPerson = {
  reward: number;
  orders: number;
  visits: number;
  spend: number;
  readonly candidate: boolean;
};

/** What the log says of the decisions under the releases of a path. Money in cents. */
export type StepFacts = {
  readonly decisions: number;
  readonly firstAt: number | null;
  readonly people: ReadonlyMap<string, StepPerson>;
  /** of the candidate's decisions (in the shadow: of all, by what it would have drawn): how many, treated, and what its probabilities foretold */
  readonly drawn: {
    readonly n: number;
    readonly treated: number;
    readonly expected: number;
    readonly variance: number;
  };
  /** mean overlap of the shadow's distribution with that in force; null outside the shadow */
  readonly agreement: number | null;
  /** the shadow's share treated, by its own distributions */
  readonly foretold: number | null;
  /** Σ π'(a)/π(a) reward and Σ π'(a)/π(a) over shadow decisions: the candidate's value by SNIPS, and the incumbent's mean */
  readonly shadowValue: { readonly candidate: number; readonly incumbent: number } | null;
  readonly asked: number;
  readonly unanswered: number;
};

type Visit = { record: DecisionRecord; reward: number; spend: number; order: boolean; over: boolean };

/**
 * Reads a log folder for the decisions under `releases`, with what became of their visits. `handling` is what showing an action costs. A visit
 * counts once it has ended or is older than `settleMs`.
 */
export const observeStep = async (
  folder: string | null,
  by: {
    readonly releases: ReadonlySet<string>;
    readonly handling: Readonly<Record<string, number>>;
    readonly now: number;
    readonly settleMs: number;
    /** the release is the candidate's own: everyone has it */
    readonly everyone?: boolean;
  },
): Promise<StepFacts> => {
  const visits = new Map<string, Visit>();
  const money = new Map<string, { reward: number; spend: number; order: boolean }>();
  const over = new Set<string>();
  const answers = new Map<string, boolean>();
  const seen = new Set<string>();
  const put = (line: LogLine): void => {
    const id = `${line.kind} ${line.id}`;
    if (seen.has(id)) return;
    seen.add(id);
    if (line.kind === 'decision') {
      if (
        by.releases.has(line.release) &&
        !['override', 'fallback'].includes(line.mode) &&
        !visits.has(line.session)
      )
        visits.set(line.session, { record: line, reward: 0, spend: 0, order: false, over: false });
    } else if (line.kind === 'outcome' && line.type !== 'support') {
      const held = money.get(line.session) ?? { reward: 0, spend: 0, order: false };
      const spend = line.redeemed?.cents ?? 0;
      money.set(line.session, {
        reward: held.reward + line.marginCents - spend,
        spend: held.spend + spend,
        order: held.order || line.type === 'order',
      });
    } else if (line.kind === 'end') over.add(line.session);
    else if (line.kind === 'asked') answers.set(line.session, line.result === 'answered');
  };
  for (const { path, name } of folder === null ? [] : logFiles(folder)) {
    for await (const text of linesOf(path)) {
      if (text.trim() === '') continue;
      try {
        put(readLine(text, name).line);
      } catch {
        // A broken line is counted by ingest; here it says nothing.
      }
    }
  }

  const people = new Map<string, StepPerson>();
  const drawn = { n: 0, treated: 0, expected: 0, variance: 0 };
  const shadow = { n: 0, agreement: 0, treated: 0, weight: 0, weighted: 0, reward: 0 };
  let [firstAt, asked, unanswered] = [null as number | null, 0, 0];
  for (const [session, { record }] of visits) {
    firstAt = Math.min(firstAt ?? Infinity, record.at);
    const answered = answers.get(session);
    if (answered !== undefined) {
      asked++;
      if (!answered) unanswered++;
    }
    const candidate = by.everyone === true || Object.values(record.arms).includes(CANDIDATE);
    const other = record.shadow?.[CANDIDATE];
    const pi = other?.distribution ?? record.distribution;
    if (candidate || other !== undefined) {
      const p = 1 - (pi[0] as number);
      drawn.n++;
      drawn.treated += (other?.action ?? record.action) === NONE ? 0 : 1;
      drawn.expected += p;
      drawn.variance += p * (1 - p);
    }
    const earned = money.get(session);
    const done = over.has(session) || earned !== undefined || record.at + by.settleMs < by.now;
    if (!done) continue;
    const reward = (earned?.reward ?? 0) - (record.granted ? (by.handling[record.action] ?? 0) : 0);
    if (other !== undefined) {
      const at = record.actions.indexOf(record.action);
      const weight = (other.distribution[at] as number) / record.propensity;
      shadow.n++;
      shadow.agreement += record.distribution.reduce(
        (sum, q, k) => sum + Math.min(q, other.distribution[k] as number),
        0,
      );
      shadow.treated += 1 - (other.distribution[0] as number);
      shadow.weight += weight;
      shadow.weighted += weight * reward;
      shadow.reward += reward;
    }
    const person = people.get(record.subject) ?? { reward: 0, orders: 0, visits: 0, spend: 0, candidate };
    person.reward += reward;
    person.orders += earned?.order === true ? 1 : 0;
    person.visits++;
    person.spend += earned?.spend ?? 0;
    people.set(record.subject, person);
  }
  const mean = (x: number) => (shadow.n === 0 ? null : x / shadow.n);
  return {
    decisions: visits.size,
    firstAt,
    people,
    drawn,
    agreement: mean(shadow.agreement),
    foretold: mean(shadow.treated),
    shadowValue:
      shadow.weight > 0
        ? { candidate: shadow.weighted / shadow.weight, incumbent: shadow.reward / shadow.n }
        : null,
    asked,
    unanswered,
  };
};
