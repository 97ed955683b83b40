import type { StoredLine } from '@causeway/contract';
import type { DuckDBValue } from '@duckdb/node-api';
import type { LogTable } from './log-tables.ts';

type Rows = { readonly table: LogTable; readonly row: DuckDBValue[] }[];

/** A checked line as rows of the log's tables, in the order of their columns. */
export const rowsOfLine = ({ line, subject, receivedAt, source }: StoredLine): Rows => {
  const { id, session } = line;
  const at = BigInt(line.at);
  const stored: DuckDBValue[] = [subject, BigInt(receivedAt), source];
  switch (line.kind) {
    case 'step': {
      const { step, stage, context: g } = line;
      const row: DuckDBValue[] = [id, session, at, step, stage, line.closedBy, g.cartItems, g.cartCents];
      row.push(g.discount, g.mobile, g.returning, g.elapsedMs, ...line.phi);
      row.push(line.index, line.smoothed, line.hazard, line.survival, line.model, ...stored);
      const facts = line.facts.map((fact, place): Rows[number] => ({
        table: 'facts',
        row: [
          id,
          place,
          session,
          step,
          fact.kind,
          BigInt(fact.at),
          fact.stage,
          fact.role,
          fact.value,
          fact.unit,
        ],
      }));
      return [{ table: 'steps', row }, ...facts];
    }
    case 'decision': {
      const { point, state, known, action, propensity, mode, release, worker, granted } = line;
      const row: DuckDBValue[] = [
        id,
        session,
        at,
        point,
        state.step,
        state.stage,
        known,
        action,
        propensity,
        mode,
      ];
      row.push(release, worker, granted, JSON.stringify(line), ...stored);
      return [{ table: 'decisions', row }];
    }
    case 'outcome': {
      const { type, redeemed } = line;
      const row: DuckDBValue[] = [id, session, at, type, BigInt(line.revenueCents), BigInt(line.marginCents)];
      row.push(redeemed?.decision ?? null, BigInt(redeemed?.cents ?? 0), ...stored);
      return [{ table: 'outcomes', row }];
    }
    case 'asked': {
      const { point, step, result, decision, tookMs } = line;
      return [
        { table: 'asked', row: [id, session, at, point, step, result, decision ?? null, tookMs, ...stored] },
      ];
    }
    case 'action':
      return [{ table: 'actions', row: [id, session, at, line.decision, line.event, ...stored] }];
    case 'end':
      return [{ table: 'ends', row: [id, session, at, line.step, line.end, ...stored] }];
    case 'drops':
      return [{ table: 'drops', row: [id, session, at, JSON.stringify(line.counts), ...stored] }];
  }
};
