import type { Outcome, StoredLine } from '@causeway/contract';
import { canonicalJson, Fault } from '@causeway/contract';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { within } from '../http/within.ts';
import { createOnce } from '../log/create-once.ts';
import { keepLines } from '../log/keep-lines.ts';
import { sha256Hex } from '../log/sha256-hex.ts';
import { budgetObject } from '../objects/budget-object.ts';

/** True when this id was reported before with the same content. Throws when it was with other content. */
const isKnown = async (bucket: R2Bucket, key: string, content: string): Promise<boolean> => {
  const found = await bucket.get(key);
  if (found === null) return false;
  if ((await found.text()) === content) return true;
  throw new Fault('bad-field', 'outcome.id', 'this id was reported before with other content');
};

/**
 * The money of an outcome. A redemption is captured, once, for at most its offer. Then whatever else the visit had
 * reserved is released: an outcome without a redemption says that the visit is over and its incentive was not used.
 */
const settleMoney = async ({ redeemed, session }: Outcome, { env }: Context): Promise<number> => {
  const budget = budgetObject(env);
  let captured = 0;
  if (redeemed !== null) {
    const result = await budget.redeem(redeemed.decision, redeemed.cents);
    if (!result.ok) throw new Fault('not-found', 'outcome.redeemed', result.why);
    captured = result.cents;
  }
  await budget.releaseSession(session);
  return captured;
};

/** POST /v1/outcome: durable before it is acknowledged, and counted once however often it is reported. */
export const outcome = async (body: Outcome, context: Context): Promise<Reply> => {
  const { env, now, config } = context;
  // A retry may carry a later clock; the first report's time is the one that is kept.
  const content = await sha256Hex(canonicalJson({ ...body, at: 0 }));
  const work = async (): Promise<number> => {
    const key = `outcomes/${await sha256Hex(body.id)}.json`;
    const known = await isKnown(env.LOG, key, content);
    const cents = await settleMoney(body, context);
    if (known) return cents;
    const line: StoredLine = { line: body, subject: body.subject, receivedAt: now, source: 'shop' };
    await keepLines(context, [line]);
    // The mark comes last: until it stands the shop has no answer and reports again.
    if (!(await createOnce(env.LOG, key, content))) await isKnown(env.LOG, key, content);
    return cents;
  };
  // Late is as good as never: nothing was acknowledged, and the same report again finds what was done.
  const captured = await stored('outcome', () => within(work(), 3 * config.writeDeadlineMs, 'outcome'));
  return { json: { version: 1, id: body.id, captured } };
};
