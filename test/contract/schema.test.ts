import { array, Fault, integer, object, optional, pathless, record, text } from '@causeway/contract';
import { expect, test } from 'vitest';

const check = object({
  name: text(8),
  list: array(object({ n: integer(0, 9) }), 3),
  more: optional(record(text(4), integer(0, 9), 2)),
});

/** What came of a check: its value, or its refusal in words. */
const outcome = (check: (value: unknown, at: string) => unknown, value: unknown): unknown => {
  try {
    return check(value, 'body');
  } catch (error) {
    return error instanceof Fault ? { code: error.code, at: error.at, message: error.message } : error;
  }
};

test.each([
  [{ name: 'a', list: [] }, null],
  [{ name: 'a', list: [{ n: 1 }], more: { x: 1 } }, null],
  [{ name: 'a', list: [{ n: 1 }, { n: 10 }] }, 'body.list[1].n'],
  [{ name: 'a', list: [], more: { x: 1, long_key: 2 } }, 'body'],
  [{ name: 'a', list: [], more: { x: 'one' } }, 'body.more.x'],
  [{ name: 'a', list: [], less: 1 }, 'body.less'],
  [{ name: 7, list: [] }, 'body.name'],
  [[], 'body'],
])('a check without paths says the same of %j', (value, at) => {
  const found = outcome(pathless(check), value);
  expect(found).toEqual(outcome(check, value));
  if (at === null) expect(found).toEqual(value);
  else expect(found).toMatchObject({ at: expect.stringMatching(`^${at.replace('[', '\\[')}`) });
});
