import { Fault, isObject } from '@causeway/contract';

/** No honest body is deeper; a deep one would only spend the stack of whatever walks it. */
export const MAX_DEPTH = 16;

/** Where the text that begins with the quote at `from` ends; past the end when it does not. */
const endOfText = (json: string, from: number): number => {
  for (let end = from; ; ) {
    end = json.indexOf('"', end + 1);
    if (end < 0) return json.length;
    let backslashes = 0;
    while (json.charCodeAt(end - 1 - backslashes) === 92) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
};

/** The deepest nesting of brackets outside of strings. */
export const depthOf = (json: string): number => {
  let depth = 0;
  let deepest = 0;
  for (let k = 0; k < json.length; k++) {
    const c = json.charCodeAt(k);
    // Most of a body is one token: the engine passes over it faster than a loop does.
    if (c === 34) k = endOfText(json, k);
    else if (c === 91 || c === 123) deepest = Math.max(deepest, ++depth);
    else if (c === 93 || c === 125) depth--;
  }
  return deepest;
};

/** A body's JSON. Throws `bad-json`, or `unknown-version` for an object that names another version than 1. */
export const parseJson = (body: string, at: string): unknown => {
  if (depthOf(body) > MAX_DEPTH) throw new Fault('bad-json', at, `nested deeper than ${MAX_DEPTH}`);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Fault('bad-json', at, body === '' ? 'the body is empty' : 'the body is not JSON');
  }
  if (isObject(value) && typeof value.version === 'number' && value.version !== 1) {
    throw new Fault('unknown-version', `${at}.version`, `got ${value.version}, this worker reads 1`);
  }
  return value;
};
