import { Fault, isObject } from '@causeway/contract';

/** No honest body is deeper; a deep one would only spend the stack of whatever walks it. */
export const MAX_DEPTH = 16;

/** The deepest nesting of brackets outside of strings. */
export const depthOf = (json: string): number => {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let k = 0; k < json.length; k++) {
    const c = json.charCodeAt(k);
    if (inText) {
      if (c === 92) k++;
      else if (c === 34) inText = false;
    } else if (c === 34) inText = true;
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
