import type { LogRequest, LogResponse, Session, StoredLine } from '@causeway/contract';
import { asFault, checkDecisionRecord, checkPageLine, Fault, open } from '@causeway/contract';
import { countFault } from '../cache/fault-counts.ts';
import { hmacKeys } from '../cache/key-ring.ts';
import type { Context, Reply } from '../context.ts';
import { textCodec } from '../http/text-codec.ts';
import { keepLines } from '../log/keep-lines.ts';
import { openSession } from './open-session.ts';
import { openReceipt } from './seal-receipt.ts';

const pageLine = (value: unknown, at: string, visit: Session, now: number): StoredLine => {
  const line = checkPageLine(value, at);
  if (line.session !== visit.session)
    throw new Fault('bad-field', `${at}.session`, 'it is of another session');
  return { line, subject: visit.profile.subject, receivedAt: now, source: 'page' };
};

const receiptLine = async (
  token: string,
  at: string,
  visit: Session,
  { env, origin, now }: Context,
): Promise<StoredLine> => {
  const { all } = await hmacKeys(env, 'RECEIPT_KEYS');
  const told = checkDecisionRecord(
    await open(token, { purpose: 'receipt', audience: origin, now, codec: textCodec }, all),
    at,
  );
  const line = await openReceipt(told, env);
  if (line.session !== visit.session || line.subject !== visit.profile.subject) {
    throw new Fault('bad-token', at, 'it is of another visit');
  }
  return { line, subject: line.subject, receivedAt: now, source: 'receipt' };
};

/**
 * POST /v1/log: what is answered as kept is in R2 (or in the queue) already. A broken line costs only itself; the first
 * one's reason is told. A page cannot write decisions: those come out of receipts that the edge itself sealed.
 */
export const log = async (request: LogRequest, context: Context): Promise<Reply> => {
  const visit = await openSession(request.session, context);
  const kept: StoredLine[] = [];
  let refused = 0;
  let first: string | null = null;
  const attempt = async (work: () => StoredLine | Promise<StoredLine>): Promise<void> => {
    try {
      kept.push(await work());
    } catch (error) {
      const fault = asFault(error, 'log');
      if (fault.code === 'missing-key' || fault.code === 'internal') throw fault;
      countFault(fault.code);
      refused += 1;
      first ??= fault.message.slice(0, 400);
    }
  };
  for (const [k, line] of request.lines.entries()) {
    await attempt(() => pageLine(line, `log.lines[${k}]`, visit, context.now));
  }
  for (const [k, token] of request.receipts.entries()) {
    await attempt(() => receiptLine(token, `log.receipts[${k}]`, visit, context));
  }
  await keepLines(context, kept);
  const answer: LogResponse = { version: 1, kept: kept.length, refused, first };
  return { json: answer };
};
