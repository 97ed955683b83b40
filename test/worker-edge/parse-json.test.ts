import { expect, test } from 'vitest';
import { depthOf } from '../../packages/worker-edge/src/http/parse-json.ts';

/** The same by one look at every character. */
const slowDepth = (json: string): number => {
  let [depth, deepest, inText] = [0, 0, false];
  for (let k = 0; k < json.length; k++) {
    const c = json[k] as string;
    if (inText && c === '\\') k++;
    else if (c === '"') inText = !inText;
    else if (!inText && '[{'.includes(c)) deepest = Math.max(deepest, ++depth);
    else if (!inText && ']}'.includes(c)) depth--;
  }
  return deepest;
};

test.each([
  ['', 0],
  ['1', 0],
  ['[[{}]]', 3],
  ['"[[["', 0],
  ['"\\"[[[" [', 1],
  ['"\\\\"[[[', 3],
  ['"\\\\\\"[[[', 0],
  ['["', 1],
  ['[}[}[', 1],
])('the depth of %s is %i', (json, depth) => {
  expect(depthOf(json)).toBe(depth);
  expect(slowDepth(json)).toBe(depth);
});

test('brackets, quotes and backslashes in any order are as deep as one look at every character says', () => {
  let state = 1;
  for (let run = 0; run < 20_000; run++) {
    let text = '';
    for (let k = 0; k < 24; k++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      text += '[]{}"\\x"'[state >>> 29];
    }
    expect(depthOf(text), text).toBe(slowDepth(text));
  }
});
