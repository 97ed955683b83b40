import type { DecisionRecord, Outcome, StoredLine } from '@causeway/contract';
import { UNLEARNED_MODES } from '@causeway/contract';
import { buildExposures, type StateModels } from './build-exposures.ts';
import type { ExposeOptions, ExposureRow } from './exposure-row.ts';
import type { Exposures, Unexposed } from './exposures.ts';
import { refuseExposure } from './refuse-exposure.ts';

/**
 * Exposures straight from lines in memory, for small studies and tests: the same definition as `expose` on the
 * warehouse, and a test holds the two equal. `refused` names the decisions set aside, with the reason.
 */
export const exposeLines = (
  lines: Iterable<StoredLine>,
  options: ExposeOptions,
  by: StateModels,
): { exposures: Exposures; unexposed: Unexposed; refused: Map<string, string> } => {
  const first = new Map<string, DecisionRecord>();
  const outcomes = new Map<string, Map<string, Outcome>>();
  const sessions = new Map<string, { subject: string; at: number }>();
  const shown = new Set<string>();
  for (const { line, subject } of lines) {
    const seen = sessions.get(line.session);
    if (seen === undefined || line.at < seen.at) sessions.set(line.session, { subject, at: line.at });
    if (line.kind === 'outcome') {
      const ofSession = outcomes.get(line.session) ?? new Map<string, Outcome>();
      if (!ofSession.has(line.id)) ofSession.set(line.id, line);
      outcomes.set(line.session, ofSession);
    } else if (line.kind === 'decision' && line.mode !== 'shadow') {
      shown.add(line.session);
      // A tester's visit is neither an exposure nor one without: it is no shopper's.
      if (UNLEARNED_MODES.some((mode) => mode === line.mode)) continue;
      const before = first.get(line.session);
      const earlier =
        before === undefined || line.at < before.at || (line.at === before.at && line.id < before.id);
      if (earlier) first.set(line.session, line);
    }
  }
  const rows: ExposureRow[] = [];
  const refused = new Map<string, string>();
  for (const record of first.values()) {
    const row = joinOutcomes(record, [...(outcomes.get(record.session)?.values() ?? [])], options.windowMs);
    const reason = refuseExposure(row);
    if (reason === null) rows.push(row);
    else refused.set(record.id, reason);
  }
  const rest = [...sessions]
    .filter(([session]) => !shown.has(session))
    .map(([session, { subject, at }]) => ({
      subject,
      at,
      session,
      ...sumOutcomes(
        [...(outcomes.get(session)?.values() ?? [])].filter((o) => o.at <= at + options.windowMs),
      ),
    }))
    .sort((a, b) => a.at - b.at || (a.session < b.session ? -1 : 1));
  const unexposed: Unexposed = {
    n: rest.length,
    reward: Float64Array.from(rest, ({ marginCents, redeemedCents }) => marginCents - redeemedCents),
    converted: Uint8Array.from(rest, ({ converted }) => (converted ? 1 : 0)),
    subject: rest.map(({ subject }) => subject),
    at: Float64Array.from(rest, ({ at }) => at),
  };
  return { exposures: buildExposures(rows, options, by), unexposed, refused };
};

const sumOutcomes = (outcomes: readonly Outcome[]) => {
  const money = outcomes.filter(({ type }) => type !== 'support');
  return {
    revenueCents: money.reduce((sum, { revenueCents }) => sum + revenueCents, 0),
    marginCents: money.reduce((sum, { marginCents }) => sum + marginCents, 0),
    redeemedCents: money.reduce((sum, { redeemed }) => sum + (redeemed?.cents ?? 0), 0),
    converted: outcomes.some(({ type }) => type === 'order'),
  };
};

const joinOutcomes = (
  record: DecisionRecord,
  outcomes: readonly Outcome[],
  windowMs: number,
): ExposureRow => ({
  record,
  ...sumOutcomes(outcomes.filter(({ at }) => at > record.at && at <= record.at + windowMs)),
  firstOutcomeAt: outcomes.reduce<number | null>(
    (least, { at }) => (least === null || at < least ? at : least),
    null,
  ),
});
